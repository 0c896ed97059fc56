// SPDX-License-Identifier: GPL-3.0-or-later
#include "EmptyPage.h"

#include "EnterButton.h"
#include "Fonts.h"
#include "Icons.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

EmptyPage::EmptyPage(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_title(new QLabel(this)), m_line(new QLabel(this)),
      m_button(new EnterButton(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_title->setFont(Fonts::heading(font()));
    for (QLabel *label : {m_icon, m_title, m_line})
        label->setAlignment(Qt::AlignCenter);
    for (QLabel *label : {m_title, m_line}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_line->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addWidget(m_line);
    layout->addSpacing(8);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_button, &QPushButton::clicked, this, &EmptyPage::buttonClicked);
    m_button->hide();
}

void EmptyPage::show(const QString &icon, const QString &title, const QString &line, const QString &button)
{
    m_iconName = icon;
    m_title->setText(title);
    m_line->setText(line);
    m_line->setVisible(!line.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    updateIcon();
}

void EmptyPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
    QWidget::changeEvent(event);
}

void EmptyPage::updateIcon()
{
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(
            Icons::pixmap(m_iconName, palette().color(QPalette::PlaceholderText), 48, devicePixelRatioF()));
}
