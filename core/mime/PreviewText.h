// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreviewText makes the line that the list shows under a subject: the first words of a text, or of HTML, by a
// scan that stops as soon as it has enough. Made for each message that arrives, so it builds no document.
// Pure.
#pragma once

#include <QString>
#include <QStringView>

class PreviewText
{
public:
    static constexpr qsizetype maxLength = 120;

    // One space for all white space, soft hyphens and filler that has no width.
    void addText(QStringView text);
    // Without tags, comments, style, script and title; entities are decoded.
    void addHtml(QStringView html);

    bool isFull() const { return m_text.size() >= maxLength; }
    // At most maxLength characters, never half of one.
    QString text() const;

private:
    void add(QChar c);
    qsizetype addEntity(QStringView html);
    qsizetype skipTag(QStringView html);

    QString m_text;
    bool m_spacePending = false;
};
