// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReadingPage.h"

#include "ConsentList.h"
#include "Fonts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

namespace
{
constexpr int longestWait = 60; // seconds
}

ReadingPage::ReadingPage(MailSession &session, const ReadingPreferences &preferences, QWidget *parent)
    : QWidget(parent), m_readAfter(new QSpinBox(this)), m_zoom(new QSpinBox(this)),
      m_place(new QComboBox(this)),
      m_plainText(new QCheckBox(tr("Show the &plain text of a message, not its HTML"), this)),
      m_checkSignatures(new QCheckBox(tr("&Check signatures at once, with the keys on this computer"), this)),
      m_consents(new ConsentList(session, this))
{
    m_readAfter->setRange(ReadingPreferences::never, longestWait);
    m_readAfter->setSpecialValueText(tr("never by itself"));
    m_readAfter->setSuffix(tr(" s", "seconds"));
    m_readAfter->setAccessibleName(tr("Seconds until a message counts as read"));
    m_zoom->setRange(50, 300);
    m_zoom->setSingleStep(10);
    m_zoom->setSuffix(tr(" %", "percent"));
    m_zoom->setAccessibleName(tr("Size of the text of messages"));
    m_place->addItems({tr("a new tab"), tr("a new window")});
    m_place->setAccessibleName(tr("Where messages are opened"));
    m_readAfter->setValue(preferences.readAfter);
    m_zoom->setValue(qRound(preferences.zoom * 100));
    m_place->setCurrentIndex(preferences.opensInWindow ? 1 : 0);
    m_plainText->setChecked(preferences.plainText);
    m_checkSignatures->setChecked(preferences.checkSignatures);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const auto addTitle = [&](const QString &text) {
        auto *title = new QLabel(text, this);
        title->setFont(Fonts::demiBold(font()));
        title->setWordWrap(true);
        layout->addWidget(title);
    };
    const auto addLine = [&](const QString &text, QWidget *field) {
        auto *label = new QLabel(text, this);
        label->setBuddy(field);
        auto *row = new QHBoxLayout;
        row->addWidget(label);
        row->addWidget(field);
        row->addStretch();
        layout->addLayout(row);
    };
    addTitle(tr("Messages"));
    addLine(tr("A message counts as &read after"), m_readAfter);
    addLine(tr("&Size of the text"), m_zoom);
    addLine(tr("&Open messages in"), m_place);
    layout->addWidget(m_plainText);
    layout->addWidget(m_checkSignatures);
    layout->addSpacing(16);
    addTitle(tr("Remote pictures are loaded without asking for"));
    layout->addWidget(m_consents, 1);
    const auto tell = [this] { Q_EMIT changed(this->preferences()); };
    connect(m_readAfter, &QSpinBox::valueChanged, this, tell);
    connect(m_zoom, &QSpinBox::valueChanged, this, tell);
    connect(m_place, &QComboBox::currentIndexChanged, this, tell);
    connect(m_plainText, &QCheckBox::toggled, this, tell);
    connect(m_checkSignatures, &QCheckBox::toggled, this, tell);
    connect(m_consents, &ConsentList::failed, this, &ReadingPage::failed);
}

ReadingPreferences ReadingPage::preferences() const
{
    ReadingPreferences preferences;
    preferences.readAfter = m_readAfter->value();
    preferences.zoom = m_zoom->value() / 100.0;
    preferences.opensInWindow = m_place->currentIndex() == 1;
    preferences.plainText = m_plainText->isChecked();
    preferences.checkSignatures = m_checkSignatures->isChecked();
    return preferences;
}
