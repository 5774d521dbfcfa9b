int
main(void)
{
    return 75;
}
