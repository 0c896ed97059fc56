// SPDX-License-Identifier: GPL-3.0-or-later
#include "CardFrame.h"

#include "Fonts.h"
#include "Icons.h"
#include "ShownText.h"
#include "StylePainting.h"
#include "Theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHash>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace
{
constexpr int cardIconSize = 20;

// A label that takes the width it gets and whose text does not change. QLabel breaks its text into lines ten
// times to say what it would like, and again each time that one of the layouts around it asks how high it is.
class StillLabel : public QLabel
{
public:
    using QLabel::QLabel;

    QSize sizeHint() const override { return {1, fontMetrics().height()}; }
    QSize minimumSizeHint() const override { return sizeHint(); }
    int heightForWidth(int width) const override
    {
        constexpr qsizetype widths = 8;
        const auto known = m_heights.constFind(width);
        if (known != m_heights.constEnd())
            return *known;
        if (m_heights.size() == widths)
            m_heights.clear();
        return *m_heights.insert(width, QLabel::heightForWidth(width));
    }

protected:
    void changeEvent(QEvent *event) override
    {
        if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
            m_heights.clear();
        QLabel::changeEvent(event);
    }

private:
    mutable QHash<int, int> m_heights; // by width
};
} // namespace

CardFrame::CardFrame(const QString &icon, Mood mood, const QString &title, QWidget *parent)
    : QFrame(parent), m_iconName(icon), m_mood(mood), m_icon(new QLabel(this)),
      m_title(label(ShownText::line(title))), m_column(new QVBoxLayout)
{
    m_title->setFont(Fonts::demiBold(font()));
    m_column->setSpacing(6);
    m_column->addWidget(m_title);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(12);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(m_column, 1);
    setAccessibleName(m_title->text());
    updateColours();
}

QString CardFrame::title() const
{
    return m_title->text();
}

QString CardFrame::words() const
{
    return (m_status ? m_words + QStringList(m_status->text()) : m_words).join(QLatin1Char('\n'));
}

QLabel *CardFrame::label(const QString &text)
{
    auto *made = new StillLabel(this);
    made->setTextFormat(Qt::PlainText);
    made->setText(text);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return made;
}

void CardFrame::tell(const QString &words)
{
    m_words += words;
    setAccessibleDescription(this->words());
}

void CardFrame::addHeading(const QString &text)
{
    if (text.isEmpty())
        return;
    QLabel *heading = label(ShownText::line(text));
    heading->setFont(Fonts::demiBold(Fonts::scaled(font(), 1.15)));
    if (!m_words.isEmpty())
        m_column->addSpacing(6); // it begins something new
    tell(heading->text());
    addWidget(heading);
}

void CardFrame::addRow(const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    if (!m_rows) {
        m_rows = new QGridLayout;
        m_rows->setHorizontalSpacing(14);
        m_rows->setVerticalSpacing(3);
        m_rows->setColumnStretch(1, 1);
        m_column->addLayout(m_rows);
    }
    auto *key = new QLabel(name, this);
    key->setTextFormat(Qt::PlainText);
    key->setForegroundRole(QPalette::PlaceholderText);
    QLabel *shown = label(ShownText::lines(value, ShownText::longest));
    const int row = m_rows->rowCount();
    m_rows->addWidget(key, row, 0, Qt::AlignTop);
    m_rows->addWidget(shown, row, 1);
    tell(name.isEmpty() ? shown->text() : tr("%1: %2", "field, value").arg(name, shown->text()));
}

void CardFrame::addText(const QString &text, bool isMuted)
{
    if (text.isEmpty())
        return;
    QLabel *paragraph = label(ShownText::lines(text));
    if (isMuted)
        paragraph->setForegroundRole(QPalette::PlaceholderText);
    tell(paragraph->text());
    addWidget(paragraph);
}

void CardFrame::setStatus(const QString &text)
{
    if (!m_status) {
        m_status = new QLabel(this);
        m_status->setTextFormat(Qt::PlainText);
        m_status->setWordWrap(true);
        m_status->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        addWidget(m_status);
    }
    m_status->setText(ShownText::lines(text));
    setAccessibleDescription(words());
}

void CardFrame::addWidget(QWidget *widget)
{
    m_rows = nullptr;
    m_column->addWidget(widget);
}

QPushButton *CardFrame::addButton(const QString &icon, const QString &text, const QString &description)
{
    if (!m_buttons) {
        m_rows = nullptr;
        m_buttons = new QHBoxLayout;
        m_buttons->setSpacing(8);
        m_buttons->addStretch(1);
        m_column->addSpacing(4);
        m_column->addLayout(m_buttons);
    }
    auto *button = new QPushButton(Icons::icon(icon), text, this);
    button->setAccessibleName(description);
    button->setAutoDefault(false);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void CardFrame::updateColours()
{
    QColor color = palette().color(QPalette::Link);
    if (m_mood == Mood::Good)
        color = Theme::green(palette());
    else if (m_mood == Mood::Caution)
        color = Theme::amber(palette());
    else if (m_mood == Mood::Bad)
        color = Theme::red(palette());
    m_icon->setPixmap(Icons::pixmap(m_iconName, color, cardIconSize, devicePixelRatioF()));
}

void CardFrame::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColours();
    QFrame::changeEvent(event);
}

void CardFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    StylePainting::fillRounded(painter, rect(), palette().color(QPalette::Base),
                               palette().color(QPalette::Mid));
}
