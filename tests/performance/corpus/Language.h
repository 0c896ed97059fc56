// SPDX-License-Identifier: GPL-3.0-or-later
//
// Language is what the generator knows of one of the languages of a corpus: its most common words, the pieces
// that its other words are made of, and names of people. Written for this purpose; UTF-8.
#pragma once

#include <string>
#include <vector>

struct Language {
    const char *code;
    int share;             // of a hundred conversations
    const char *common;    // the words that every text has, most common first; between blanks
    const char *pieces;    // syllables, or characters
    int shortest, longest; // pieces of a word
    const char *gap;       // between words
    const char *stop;      // behind a sentence
    const char *given;     // names
    const char *family;
    bool isLatin1; // can be written in ISO 8859-1

    static const std::vector<Language> &all();
};

std::vector<std::string> wordsOf(const char *list);
