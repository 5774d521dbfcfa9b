{{! plain text }}
Our mail comes here now

Both mailboxes have confirmed your new address. From now on we write to
this one, and no longer to the old one.

Your lists are the same as before. What you had stopped stays stopped.

If this is not what you wanted, please answer this mail and tell us.
