// SPDX-License-Identifier: GPL-3.0-or-later
#include "WelcomePage.h"

#include "EnterButton.h"
#include "Fonts.h"
#include "Icons.h"
#include "Style.h"
#include "Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace
{
constexpr int padding = 20;
constexpr int symbolSize = 32;

// A button as a card: icon, title, and what will happen.
class WelcomeCard final : public EnterButton
{
public:
    WelcomeCard(const QString &icon, const QString &title, const QString &description, QWidget *parent)
        : EnterButton(title, parent), m_icon(icon), m_description(description)
    {
        setAccessibleName(title);
        setAccessibleDescription(description);
        setAttribute(Qt::WA_Hover);
        setFixedSize(sizeHint());
        setCursor(Qt::PointingHandCursor);
    }

    QSize sizeHint() const override
    {
        const QFontMetrics title(Fonts::demiBold(font()));
        const QRect text =
            fontMetrics().boundingRect(QRect(0, 0, 230 - 2 * padding, 1000), Qt::TextWordWrap, m_description);
        return {230, qMax(188, padding + symbolSize + 16 + title.height() + 8 + text.height() + padding)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool active = underMouse() || isDown();
        painter.setPen(QPen(palette().color(active ? QPalette::Link : QPalette::Dark), 1));
        painter.setBrush(palette().color(isDown() ? QPalette::Highlight : QPalette::Base));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        const QRect inner = rect().adjusted(padding, padding, -padding, -padding);
        const QRect icon(inner.topLeft(), QSize(symbolSize, symbolSize));
        painter.drawPixmap(
            QStyle::visualRect(layoutDirection(), rect(), icon).topLeft(),
            Icons::pixmap(m_icon, palette().color(QPalette::Link), symbolSize, devicePixelRatioF()));
        painter.setFont(Fonts::demiBold(font()));
        painter.setPen(palette().color(QPalette::WindowText));
        const int line = QFontMetrics(painter.font()).height();
        QRect text = inner.adjusted(0, symbolSize + 16, 0, 0);
        painter.drawText(text, int(Qt::AlignLeading | Qt::AlignTop), this->text());
        painter.setFont(font());
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(text.adjusted(0, line + 8, 0, 0),
                         int(Qt::AlignLeading | Qt::AlignTop) | Qt::TextWordWrap, m_description);
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            drawFocusRing(painter, rect(), palette().color(QPalette::Link), 8);
    }

private:
    QString m_icon;
    QString m_description;
};
} // namespace

WelcomePage::WelcomePage(QWidget *parent) : QWidget(parent)
{
    auto *icon = new QLabel(this);
    icon->setPixmap(Icons::application().pixmap(QSize(88, 88), devicePixelRatioF()));
    icon->setAlignment(Qt::AlignCenter);
    auto *title = new QLabel(tr("Welcome to Poplar"), this);
    title->setFont(Fonts::demiBold(Fonts::scaled(font(), 2.0)));
    title->setAlignment(Qt::AlignCenter);
    auto *line = new QLabel(tr("All your POP3 mail, safe on your own computer."), this);
    line->setForegroundRole(QPalette::PlaceholderText);
    line->setAlignment(Qt::AlignCenter);

    auto *account = new WelcomeCard(
        QStringLiteral("user-plus"), tr("Set up my account"),
        tr("Your address and your password are enough in most cases: Poplar finds the server."), this);
    auto *sample = new WelcomeCard(
        QStringLiteral("sparkles"), tr("Look around with sample mail"),
        tr("See what Poplar does with some messages we wrote. Nothing leaves this computer."), this);
    auto *files = new WelcomeCard(QStringLiteral("folder-open"), tr("Open mail files"),
                                  tr("Read messages from .eml and .mbox files you already have."), this);
    setFocusProxy(account);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(16);
    cards->addStretch();
    for (QWidget *card : {account, sample, files})
        cards->addWidget(card);
    cards->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(icon);
    layout->addSpacing(8);
    layout->addWidget(title);
    layout->addWidget(line);
    layout->addSpacing(28);
    layout->addLayout(cards);
    layout->addStretch(3);
    connect(account, &QPushButton::clicked, this, &WelcomePage::accountRequested);
    connect(sample, &QPushButton::clicked, this, &WelcomePage::sampleMailRequested);
    connect(files, &QPushButton::clicked, this, &WelcomePage::filesRequested);
}
