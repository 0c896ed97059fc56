// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreferencesDialog.h"

#include "ErrorText.h"
#include "MessageBar.h"
#include "PageList.h"
#include "ReadingPage.h"
#include "SecurityPage.h"
#include "WindowSize.h"

#include <QHBoxLayout>
#include <QPushButton>

PreferencesDialog::PreferencesDialog(MailSession &session, const ReadingPreferences &reading, QWidget *parent)
    : PageDialog(parent), m_reading(new ReadingPage(session, reading, this)),
      m_security(new SecurityPage(session, this))
{
    setWindowTitle(tr("Preferences"));
    openAtSize(*this, {760, 520});
    list().setAccessibleName(tr("Pages of the preferences"));
    addPage(m_reading, QStringLiteral("mail-open"), tr("Reading"));
    addPage(m_security, QStringLiteral("shield-check"), tr("Security"));
    connect(m_reading, &ReadingPage::changed, this, &PreferencesDialog::readingChanged);
    connect(m_reading, &ReadingPage::failed, this, &PreferencesDialog::showFailure);
    connect(m_security, &SecurityPage::failed, this, &PreferencesDialog::showFailure);
    addFoot(buildFoot());
    turnTo(Reading);
}

QWidget *PreferencesDialog::buildFoot()
{
    auto *foot = new QWidget(this);
    auto *close = new QPushButton(tr("Close"), foot);
    close->setAutoDefault(false); // Enter in a field is not the end
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(24, 12, 24, 16);
    layout->addStretch();
    layout->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    return foot;
}

void PreferencesDialog::turnTo(Page page)
{
    setCurrentPage(page);
}

void PreferencesDialog::showFailure(const Error &error)
{
    problem().show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
}
