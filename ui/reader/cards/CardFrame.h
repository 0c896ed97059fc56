// SPDX-License-Identifier: GPL-3.0-or-later
//
// CardFrame is the frame that all cards share: a symbol, a title in our words, what the message says in rows,
// and buttons. Every text is plain, made harmless by ShownText, selectable by mouse and keyboard. The card
// tells a screen reader its title and all rows. GUI thread.
#pragma once

#include <QFrame>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

class CardFrame : public QFrame
{
    Q_OBJECT
public:
    enum class Mood { Neutral, Good, Caution, Bad };

    CardFrame(const QString &icon, Mood mood, const QString &title, QWidget *parent);

    QString title() const;
    // All that the card says, a line each: for a screen reader and for tests.
    QString words() const;
    qsizetype lineCount() const { return m_words.size(); }

protected:
    // What the card is about, in the sender's words.
    void addHeading(const QString &text);
    // "Place: Pier room"; nothing where the value is empty. Without a name it goes on with the row above.
    void addRow(const QString &name, const QString &value);
    // A sentence or a longer text over the whole width.
    void addText(const QString &text, bool isMuted = false);
    // A sentence that changes while the card is there, below what was said before the first.
    void setStatus(const QString &text);
    // The frame owns it.
    void addWidget(QWidget *widget);
    // Behind those that are there; what it says to a screen reader is `description`.
    QPushButton *addButton(const QString &icon, const QString &text, const QString &description);

    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *label(const QString &text);
    void tell(const QString &words);
    void updateColours();

    const QString m_iconName;
    const Mood m_mood;
    QLabel *m_icon;
    QLabel *m_title;
    QVBoxLayout *m_column;
    QGridLayout *m_rows = nullptr; // the last block of rows, while it can be added to
    QHBoxLayout *m_buttons = nullptr;
    QLabel *m_status = nullptr;
    QStringList m_words;
};
