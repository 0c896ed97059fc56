// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderBar.h"

#include "ElidedLabel.h"
#include "Fonts.h"
#include "Formatting.h"
#include "HeaderChips.h"
#include "HeaderDetails.h"
#include "Icons.h"
#include "SafeText.h"
#include "Style.h"

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
constexpr qsizetype mostSenders = 3;
constexpr int keptName = 60; // px, at least, of the sender's name and of his address
constexpr int keptAddress = 30;
constexpr int lineSpacing = 6;     // px between sender, address and date
constexpr int roomForAvatar = 360; // px of the bar's width
constexpr int leastHeaderWidth = 240;

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
// RFC 5322 §3.6.2: whoever handed it in, in the name of the authors.
bool isSentBySomebodyElse(const MessageHeader &header)
{
    if (header.sender.empty())
        return false;
    const QString &sender = header.sender.front().address;
    return header.from.size() != 1 || header.sender.size() > 1 ||
           header.from.front().address.compare(sender, Qt::CaseInsensitive) != 0;
}

// With their addresses: a name would say nothing.
QString senders(const MessageHeader &header)
{
    QStringList texts;
    for (const Address &one : header.sender) {
        if (texts.size() == mostSenders)
            return texts.join(QStringLiteral(", ")) + QStringLiteral(", …");
        texts += SafeText::oneLine(Formatting::address(one), 200);
    }
    return texts.join(QStringLiteral(", "));
}
} // namespace

HeaderBar::HeaderBar(QWidget *parent)
    : QWidget(parent), m_subject(textLabel()), m_avatar(new QLabel(this)),
      m_from(new ElidedLabel(keptName, this)), m_address(new ElidedLabel(keptAddress, this)),
      m_sender(textLabel()), m_date(textLabel()), m_to(textLabel()), m_chips(new HeaderChips(this)),
      m_details(new HeaderDetails(this)), m_toggle(new QToolButton(this))
{
    m_subject->setFont(Fonts::heading(font()));
    m_from->setFont(Fonts::demiBold(font()));
    m_address->setForegroundRole(QPalette::PlaceholderText);
    m_to->setForegroundRole(QPalette::PlaceholderText);
    m_sender->setForegroundRole(QPalette::PlaceholderText);
    m_date->setForegroundRole(QPalette::PlaceholderText);
    m_date->setWordWrap(false);
    m_date->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    m_details->hide();
    m_toggle->setText(tr("Details"));
    m_toggle->setIcon(Icons::icon(QStringLiteral("chevron-down")));
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setProperty(Style::unfolds, true);
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    m_toggle->setAccessibleName(tr("Show details of the message"));
    connect(m_toggle, &QToolButton::toggled, this, &HeaderBar::unfold);

    auto *first = new QHBoxLayout;
    first->setSpacing(lineSpacing);
    first->addWidget(m_from);
    first->addWidget(m_address);
    first->addStretch(1);
    first->addWidget(m_date, 0, Qt::AlignTop);
    auto *second = new QHBoxLayout;
    second->addWidget(m_to, 1);
    second->addWidget(m_toggle, 0, Qt::AlignTop);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addLayout(first);
    lines->addWidget(m_sender);
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
    layout->addWidget(m_chips);
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
    if (m_toggle->isChecked()) {
        m_details->showHeader(header);
        Q_EMIT storedWanted();
    }
}

void HeaderBar::showChips(const MessageBody &body)
{
    m_chips->showFor(body);
}

void HeaderBar::showStored(const MessageSummary &summary)
{
    m_details->showStored(summary);
}

bool HeaderBar::showsFields() const
{
    return m_toggle->isChecked() && m_details->showsFields();
}

void HeaderBar::setShowsFields(bool shown)
{
    m_details->setShowsFields(shown);
    if (shown)
        m_toggle->setChecked(true);
}

void HeaderBar::unfold(bool on)
{
    m_toggle->setIcon(Icons::icon(on ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    if (on) {
        m_details->showHeader(m_header);
        Q_EMIT storedWanted();
    }
    m_details->setVisible(on);
}

void HeaderBar::updateTexts()
{
    const QString subject = SafeText::oneLine(m_header.subject);
    m_subject->setText(subject.isEmpty() ? tr("(no subject)") : subject);
    m_date->setText(Formatting::readerDate(m_header.date, QDateTime::currentDateTime()));
    m_date->setToolTip(Formatting::fullDate(m_header.date));
    // A name in place of the text would be all that a screen reader says.
    m_subject->setAccessibleName(tr("Subject: %1").arg(m_subject->text()));
    m_date->setAccessibleName(tr("Date: %1").arg(m_date->text()));
    updatePeople();
    shareLine();
}

void HeaderBar::updatePeople()
{
    const Address from = m_header.from.empty() ? Address() : m_header.from.front();
    const bool isOne = m_header.from.size() <= 1;
    const QString author =
        SafeText::oneLine(isOne ? displayName(from) : Formatting::names(m_header.from, mostNames));
    const bool both = isOne && !from.name.isEmpty() && !from.address.isEmpty() && from.name != from.address;
    m_from->setFullText(author.isEmpty() ? tr("(no sender)") : author);
    m_address->setFullText(both ? QStringLiteral("<%1>").arg(SafeText::oneLine(from.address)) : QString());
    const bool isSentByOther = isSentBySomebodyElse(m_header);
    m_sender->setText(isSentByOther ? tr("sent by %1").arg(senders(m_header)) : QString());
    m_sender->setVisible(isSentByOther);
    Addresses to = m_header.to;
    to.insert(to.end(), m_header.cc.begin(), m_header.cc.end());
    const QString names = SafeText::oneLine(Formatting::names(to, mostNames));
    m_to->setText(to.empty() ? tr("to nobody named") : tr("to %1").arg(names));
    m_avatar->setPixmap(
        avatar(from, font(), palette().color(QPalette::Window).lightness() < 110, devicePixelRatioF()));
    m_from->setAccessibleName(tr("From: %1").arg(m_from->fullText()));
    m_address->setAccessibleName(tr("Address of the sender: %1").arg(from.address));
    m_sender->setAccessibleName(m_sender->text());
    m_to->setAccessibleName(m_to->text());
}

QSize HeaderBar::minimumSizeHint() const
{
    return {leastHeaderWidth, QWidget::minimumSizeHint().height()};
}

void HeaderBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareLine();
}

// The address gives way to the name, and both to the date.
void HeaderBar::shareLine()
{
    m_avatar->setVisible(width() >= roomForAvatar);
    const QMargins margins = layout()->contentsMargins();
    const int picture = m_avatar->isHidden() ? 0 : avatarSize + 12;
    const int line = width() - margins.left() - margins.right() - picture - m_date->sizeHint().width();
    const int name = line - keptAddress - 3 * lineSpacing;
    m_address->setVisible(name >= keptName && !m_address->fullText().isEmpty());
    m_from->setKept(qMax(keptName, name));
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
