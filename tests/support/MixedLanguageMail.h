// SPDX-License-Identifier: GPL-3.0-or-later
//
// MixedLanguageMail makes messages in eleven languages, each with words of its own planted in subject, body,
// attachments and names, in the encodings and structures of real mail. The same seed makes the same mail.
// What was written is kept as text, so that a test can find by scanning what a search has to find.
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

class MixedLanguageMail
{
public:
    enum class Place { Subject, Sender, Body, FileName, Attached };

    struct Planted {
        QString word;
        QString language; // "zh"
        Place place = Place::Body;
        int message = 0; // index
    };
    struct Message {
        QByteArray bytes;
        QString language;
        QString subject, sender, body, fileName, attached; // what was written into it; may be empty
        QString allText() const;
    };

    explicit MixedLanguageMail(int count, quint32 seed = 1);

    const std::vector<Message> &messages() const { return m_messages; }
    const std::vector<Planted> &planted() const { return m_planted; }
    // Random substrings of the bodies in scripts without spaces (zh, ja, ko, th), 2 to 4 characters long,
    // Thai 4 to 7, none with white space or punctuation.
    std::vector<Planted> substrings(int perLanguage, quint32 seed = 2) const;
    // The messages, by index, that hold `words` in any text, case ignored.
    std::vector<int> holding(const QString &words) const;

private:
    std::vector<Message> m_messages;
    std::vector<QString> m_folded; // all text of each
    std::vector<Planted> m_planted;
};
