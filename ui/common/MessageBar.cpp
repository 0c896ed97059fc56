// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageBar.h"

#include "FlowLayout.h"
#include "Icons.h"
#include "Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace
{
constexpr int narrowestText = 260; // px
constexpr int besideText = 120;    // px of icon, margins and the button that closes
constexpr int buttonSpacing = 8;

// Would like to have its buttons in one line, and keeps no bar from getting narrower than that.
class ButtonRow : public QWidget
{
public:
    using QWidget::QWidget;

    QSize sizeHint() const override
    {
        QSize size(-buttonSpacing, 0);
        for (int i = 0; i < layout()->count(); ++i) {
            const QSize button = layout()->itemAt(i)->sizeHint();
            size = {size.width() + buttonSpacing + button.width(), qMax(size.height(), button.height())};
        }
        return size.expandedTo({0, 0});
    }
    QSize minimumSizeHint() const override { return {0, layout()->minimumSize().height()}; }
};
} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)),
      m_content(new QBoxLayout(QBoxLayout::LeftToRight)), m_buttonRow(new ButtonRow(this)),
      m_buttons(new FlowLayout(buttonSpacing, m_buttonRow)), m_close(new QToolButton(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_close->setAutoRaise(true);
    m_close->setIcon(Icons::icon(QStringLiteral("x")));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close this notice"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 6, 12, 6);
    layout->setSpacing(12);
    m_content->setSpacing(8);
    m_content->addWidget(m_text, 1);
    m_buttons->setContentsMargins(0, 0, 0, 0);
    m_content->addWidget(m_buttonRow);
    layout->addWidget(m_icon);
    layout->addLayout(m_content, 1);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

void MessageBar::show(Kind kind, const QString &icon, const QString &text, const QStringList &buttons)
{
    m_kind = kind;
    m_iconName = icon;
    m_text->setText(text);
    setAccessibleName(text);
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        // The click that leads here may come from this very button.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (int i = 0; i < buttons.size(); ++i) {
        auto *button = new QPushButton(buttons[i], m_buttonRow);
        connect(button, &QPushButton::clicked, this, [this, i] { Q_EMIT buttonClicked(i); });
        m_buttons->addWidget(button);
        button->setVisible(true); // else a visible bar shows it an event later
    }
    m_buttonRow->setVisible(!buttons.isEmpty());
    updateIcon();
    placeButtons();
    setVisible(true);
    update();
}

QPushButton *MessageBar::button(int index) const
{
    return qobject_cast<QPushButton *>(m_buttons->itemAt(index)->widget());
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
    QFrame::changeEvent(event);
}

void MessageBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    placeButtons();
}

// Below the text where they would leave it no room to be read in.
void MessageBar::placeButtons()
{
    const int room = width() - m_buttonRow->sizeHint().width() - besideText;
    const bool below = m_buttons->count() > 0 && room < narrowestText;
    m_content->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_content->setAlignment(m_buttonRow, below ? Qt::Alignment() : Qt::AlignVCenter);
    for (QWidget *end : {static_cast<QWidget *>(m_icon), static_cast<QWidget *>(m_close)})
        layout()->setAlignment(end, below ? Qt::AlignTop : Qt::AlignVCenter);
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool quiet = m_kind == Kind::Notice;
    painter.fillRect(rect(), quiet ? palette().color(QPalette::Window) : Theme::noticeBackground(palette()));
    painter.fillRect(QRect(0, height() - 1, width(), 1), palette().color(QPalette::Mid));
}

void MessageBar::updateIcon()
{
    if (m_iconName.isEmpty())
        return;
    QColor color = palette().color(QPalette::WindowText);
    if (m_kind == Kind::Warning)
        color = Theme::amber(palette());
    else if (m_kind == Kind::Failure)
        color = Theme::red(palette());
    m_icon->setPixmap(Icons::pixmap(m_iconName, color, 18, devicePixelRatioF()));
}
