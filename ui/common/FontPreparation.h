// SPDX-License-Identifier: GPL-3.0-or-later
//
// FontPreparation finds the fonts for the scripts of the world's mail before they are needed. Qt asks the
// system for them at the first character that the widget's own font lacks, family by family, which takes
// longer than a frame where there are hundreds or where none has the character. This does it one script at a
// time, when the GUI thread has nothing else to do, and keeps what was found. GUI thread.
#pragma once

#include <QFont>
#include <QObject>
#include <QTimer>

class FontPreparation : public QObject
{
    Q_OBJECT
public:
    explicit FontPreparation(QObject *parent = nullptr);

    // Begins anew, with these fonts as Qt is asked for them: size and weight count.
    void prepare(QList<QFont> fonts);
    bool isFresh() const { return m_fonts.isEmpty(); } // prepare() was not called
    bool isDone() const { return !isFresh() && !m_next.isActive(); }

private:
    void prepareNext();

    QList<QFont> m_fonts; // kept, for with them Qt keeps what it found
    qsizetype m_done = 0; // of each font each sample
    QTimer m_next;
};
