// SPDX-License-Identifier: GPL-3.0-or-later
#include "AdviceList.h"

#include "Icons.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace
{
constexpr int lineTop = 5; // so that text stands beside the text of a button
}

AdviceList::AdviceList(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    hide();
}

QPushButton *AdviceList::newLink(QWidget *parent)
{
    auto *button = new QPushButton(Icons::icon(QStringLiteral("external-link")), {}, parent);
    button->setFlat(true);
    button->setAutoDefault(false);
    button->setCursor(Qt::PointingHandCursor);
    QPalette palette = button->palette();
    palette.setColor(QPalette::ButtonText, palette.color(QPalette::Link));
    button->setPalette(palette);
    button->hide();
    connect(button, &QPushButton::clicked, button,
            [button] { QDesktopServices::openUrl(button->property("link").toUrl()); });
    return button;
}

void AdviceList::setLink(QPushButton &button, const QString &text, const QUrl &link)
{
    button.setText(text);
    button.setProperty("link", link);
    button.setToolTip(link.toDisplayString());
    button.setVisible(!link.isEmpty());
}

void AdviceList::setAdvice(const std::vector<ProviderAdvice> &advice)
{
    for (QWidget *row : m_rows)
        delete row;
    m_rows.clear();
    for (const ProviderAdvice &one : advice) {
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        if (!one.text.isEmpty()) {
            auto *icon = new QLabel(row);
            icon->setPixmap(Icons::pixmap(QStringLiteral("info"), palette().color(QPalette::Link), 16,
                                          devicePixelRatioF()));
            icon->setContentsMargins(0, lineTop, 0, 0);
            layout->addWidget(icon, 0, Qt::AlignTop);
            auto *text = new QLabel(one.text, row);
            text->setWordWrap(true);
            text->setTextFormat(Qt::PlainText);
            text->setTextInteractionFlags(Qt::TextSelectableByMouse);
            text->setAlignment(Qt::AlignTop | Qt::AlignLeading);
            text->setContentsMargins(0, lineTop, 0, 0);
            layout->addWidget(text, 1);
        }
        QPushButton *link = newLink(row);
        setLink(*link, one.linkText, one.link);
        layout->addWidget(link, 0, one.text.isEmpty() ? Qt::AlignLeading : Qt::AlignTop);
        if (one.text.isEmpty())
            layout->addStretch();
        m_layout->addWidget(row);
        m_rows.push_back(row);
    }
    setVisible(!m_rows.empty());
}
