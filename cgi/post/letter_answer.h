/*
 * letter_answer.h - what staff wrote, put into a letter: paragraphs, each of lines, so that the
 * templates decide how both look and every line is escaped as any other value.
 */
#ifndef HC_LETTER_ANSWER_H
#define HC_LETTER_ANSWER_H

#include <stddef.h>

#include "view/tpl.h"

/*
 * Fills the sections PARAGRAPH and, in each, ANSWER_LINE of letter. text is UTF-8 with lines ended
 * by LF; empty lines part paragraphs. columns: lines that are longer are broken at spaces, as a
 * plain text wants it, though never within a word; 0 leaves that to the reader's screen.
 */
void letter_answer(struct tpl_dict *letter, const char *text, size_t columns);

#endif
