// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderChips.h"

#include "FlowLayout.h"
#include "Fonts.h"
#include "SafeText.h"
#include "ShownText.h"
#include "StylePainting.h"

#include <QLabel>
#include <QPainter>

#include <algorithm>
#include <array>

namespace
{
constexpr qsizetype longestName = 60;

class Chip : public QLabel
{
public:
    Chip(const QString &text, QWidget *parent) : QLabel(parent)
    {
        setTextFormat(Qt::PlainText);
        setText(text);
        setFont(Fonts::small(font()));
        setContentsMargins(8, 2, 8, 2);
        setTextInteractionFlags(Qt::TextSelectableByMouse);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        StylePainting::fillRounded(painter, rect(), palette().color(QPalette::Window),
                                   palette().color(QPalette::Mid));
        painter.end();
        QLabel::paintEvent(event);
    }
};

bool asksForReceipt(const MessageHeader &header)
{
    static constexpr std::array fields{"Disposition-Notification-To", "Return-Receipt-To",
                                       "X-Confirm-Reading-To"};
    return std::any_of(header.fields.begin(), header.fields.end(), [](const auto &field) {
        return std::any_of(fields.begin(), fields.end(), [&field](const char *name) {
            return field.first.compare(QLatin1String(name), Qt::CaseInsensitive) == 0 &&
                   !field.second.isEmpty();
        });
    });
}

bool isReport(const MessageBody &body)
{
    return std::any_of(body.cards.begin(), body.cards.end(), [](const MessageCard &card) {
        return std::holds_alternative<BounceCard>(card) || std::holds_alternative<ReceiptCard>(card) ||
               std::holds_alternative<AbuseCard>(card);
    });
}
} // namespace

HeaderChips::HeaderChips(QWidget *parent) : QWidget(parent), m_flow(new FlowLayout(6, this))
{
    m_flow->setContentsMargins(0, 0, 0, 0);
    hide();
}

void HeaderChips::showFor(const MessageBody &body)
{
    while (QLayoutItem *item = m_flow->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (const QString list = ShownText::line(body.header.listId); !list.isEmpty())
        add(tr("Mailing list: %1").arg(list.left(longestName)),
            tr("The message came through a mailing list."));
    if (body.isAutomaticReply && !isReport(body))
        add(tr("Automatic reply"), tr("A program answered, nobody wrote this for you."));
    if (asksForReceipt(body.header))
        add(tr("Sender asked for a receipt – not sent"),
            tr("Poplar sends nothing: the sender is not told that you read this."));
    setVisible(m_flow->count() > 0);
}

QString HeaderChips::words() const
{
    QStringList lines;
    for (int i = 0; i < m_flow->count(); ++i)
        lines += static_cast<const QLabel *>(m_flow->itemAt(i)->widget())->text();
    return lines.join(QLatin1Char('\n'));
}

void HeaderChips::add(const QString &text, const QString &explanation)
{
    auto *chip = new Chip(text, this);
    chip->setToolTip(SafeText::toolTip(explanation));
    chip->setAccessibleDescription(explanation);
    m_flow->addWidget(chip);
}
