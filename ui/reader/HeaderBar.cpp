// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderBar.h"

#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QToolButton>
#include <QVBoxLayout>

namespace
{
constexpr int avatarSize = 40;
constexpr int mostNames = 6;

// A disc with the first letter of the name, in a colour that stays the same for the same address.
QPixmap avatar(const Address &address, const QFont &font, bool dark, qreal ratio)
{
    QPixmap pixmap(QSize(avatarSize, avatarSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QString key = address.address.isEmpty() ? address.name : address.address.toLower();
    uint hash = 5381; // qHash is seeded differently in each process
    for (const QChar c : key)
        hash = hash * 33 + c.unicode();
    const int hue = int(hash % 360);
    painter.setPen(Qt::NoPen);
    painter.setBrush(dark ? QColor::fromHsl(hue, 70, 70) : QColor::fromHsl(hue, 130, 222));
    painter.drawEllipse(0, 0, avatarSize, avatarSize);
    QString letter = QStringLiteral("?");
    for (const QChar c : displayName(address)) {
        if (c.isLetterOrNumber()) {
            letter = QString(c).toUpper();
            break;
        }
    }
    painter.setFont(Fonts::heading(font));
    painter.setPen(dark ? QColor::fromHsl(hue, 120, 215) : QColor::fromHsl(hue, 150, 75));
    painter.drawText(QRect(0, 0, avatarSize, avatarSize), Qt::AlignCenter, letter);
    return pixmap;
}

QString all(const Addresses &addresses)
{
    QStringList texts;
    for (const Address &address : addresses)
        texts += Formatting::address(address);
    return texts.join(QStringLiteral(", "));
}
} // namespace

HeaderBar::HeaderBar(QWidget *parent)
    : QWidget(parent), m_subject(textLabel()), m_avatar(new QLabel(this)), m_from(textLabel()),
      m_date(textLabel()), m_to(textLabel()), m_details(textLabel()), m_toggle(new QToolButton(this))
{
    m_subject->setFont(Fonts::heading(font()));
    m_subject->setAccessibleName(tr("Subject"));
    m_from->setAccessibleName(tr("From"));
    m_to->setAccessibleName(tr("To"));
    m_date->setAccessibleName(tr("Date"));
    m_details->setAccessibleName(tr("Details"));
    m_from->setTextFormat(Qt::RichText);
    m_to->setForegroundRole(QPalette::PlaceholderText);
    m_date->setForegroundRole(QPalette::PlaceholderText);
    m_date->setWordWrap(false);
    m_details->setForegroundRole(QPalette::PlaceholderText);
    m_details->setFont(Fonts::small(font()));
    m_details->hide();
    m_toggle->setText(tr("Details"));
    m_toggle->setIcon(Icons::icon(QStringLiteral("chevron-down")));
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setAccessibleName(tr("Show details of the message"));
    connect(m_toggle, &QToolButton::toggled, this, [this](bool on) {
        m_toggle->setIcon(Icons::icon(on ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
        m_details->setVisible(on);
        updateTexts();
    });

    auto *first = new QHBoxLayout;
    first->addWidget(m_from, 1);
    first->addWidget(m_date, 0, Qt::AlignTop);
    auto *second = new QHBoxLayout;
    second->addWidget(m_to, 1);
    second->addWidget(m_toggle, 0, Qt::AlignTop);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addLayout(first);
    lines->addLayout(second);
    auto *people = new QHBoxLayout;
    people->setSpacing(12);
    people->addWidget(m_avatar, 0, Qt::AlignTop);
    people->addLayout(lines, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 16, 12);
    layout->setSpacing(10);
    layout->addWidget(m_subject);
    layout->addLayout(people);
    layout->addWidget(m_details);
}

QLabel *HeaderBar::textLabel()
{
    auto *label = new QLabel(this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setMinimumWidth(0);
    label->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    return label;
}

void HeaderBar::showHeader(const MessageHeader &header)
{
    m_header = header;
    updateTexts();
}

void HeaderBar::updateTexts()
{
    const Address from = m_header.from.empty() ? Address() : m_header.from.front();
    m_subject->setText(m_header.subject.isEmpty() ? tr("(no subject)") : m_header.subject);
    QString sender = displayName(from).isEmpty() ? tr("(no sender)") : displayName(from);
    QString line = QStringLiteral("<span style=\"font-weight:600\">%1</span>").arg(sender.toHtmlEscaped());
    if (!from.name.isEmpty() && !from.address.isEmpty() && from.name != from.address) {
        line += QStringLiteral(" <span style=\"color:%1\">&lt;%2&gt;</span>")
                    .arg(palette().color(QPalette::PlaceholderText).name(), from.address.toHtmlEscaped());
    }
    m_from->setText(line);
    Addresses to = m_header.to;
    to.insert(to.end(), m_header.cc.begin(), m_header.cc.end());
    m_to->setText(to.empty() ? tr("to nobody named") : tr("to %1").arg(Formatting::names(to, mostNames)));
    m_date->setText(Formatting::readerDate(m_header.date, QDateTime::currentDateTime()));
    m_date->setToolTip(Formatting::fullDate(m_header.date));
    m_avatar->setPixmap(
        avatar(from, font(), palette().color(QPalette::Window).lightness() < 110, devicePixelRatioF()));
    if (m_toggle->isChecked())
        m_details->setText(details());
}

QString HeaderBar::details() const
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines += tr("%1: %2", "field, value").arg(name, value);
    };
    add(tr("From"), all(m_header.from));
    add(tr("Sender"), all(m_header.sender));
    add(tr("Reply to"), all(m_header.replyTo));
    add(tr("To"), all(m_header.to));
    add(tr("Copy to"), all(m_header.cc));
    add(tr("Blind copy to"), all(m_header.bcc));
    add(tr("Date"), Formatting::fullDate(m_header.date));
    if (m_header.dateSource == DateSource::Received || m_header.dateSource == DateSource::Arrival)
        lines += tr("The message has no usable date of its own; this is when it arrived.");
    add(tr("Message ID"), QString::fromUtf8(m_header.messageId));
    add(tr("Mailing list"), m_header.listId);
    return lines.join(QLatin1Char('\n'));
}

void HeaderBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateTexts();
    QWidget::changeEvent(event);
}

void HeaderBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.fillRect(QRect(0, height() - 1, width(), 1), palette().color(QPalette::Mid));
}
