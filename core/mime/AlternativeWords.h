// SPDX-License-Identifier: GPL-3.0-or-later
//
// AlternativeWords finds what one alternative of a text says and the other does not, so that both can be
// searched for and what both say is there once. Words are runs of letters and digits, case ignored. Pure.
#pragma once

#include <QString>
#include <QStringView>

#include <vector>

class AlternativeWords
{
public:
    explicit AlternativeWords(QStringView known);
    // The lines of `text` in which there is a word that the known text lacks.
    QString newLines(QStringView text) const;

private:
    bool hasNewWord(QStringView line) const;

    std::vector<quint64> m_known; // hashes of its words, sorted
};
