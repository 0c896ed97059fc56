// SPDX-License-Identifier: GPL-3.0-or-later
#include "ForecastLine.h"

#include "ErrorText.h"
#include "ForecastDialog.h"
#include "Formatting.h"
#include "Icons.h"
#include "MailSession.h"
#include "ReasonText.h"
#include "Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace
{
constexpr int rest = 150; // ms after the last change
}

ForecastLine::ForecastLine(MailSession &session, AccountId account, QWidget *parent)
    : QWidget(parent), m_session(session), m_account(account), m_icon(new QLabel(this)),
      m_text(new QLabel(this)), m_show(new QPushButton(tr("&Show…"), this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_show->setAutoDefault(false);
    m_show->setAccessibleName(tr("Show what would be deleted"));
    m_show->setEnabled(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_show);
    m_timer.setSingleShot(true);
    m_timer.setInterval(rest);
    connect(&m_timer, &QTimer::timeout, this, &ForecastLine::ask);
    connect(m_show, &QPushButton::clicked, this, &ForecastLine::showList);
}

QString ForecastLine::text() const
{
    return m_text->text();
}

void ForecastLine::setPolicy(const RetentionPolicy &policy)
{
    m_policy = policy;
    ++m_number; // an answer that is under way is about another policy
    m_asking = true;
    m_forecast.reset();
    m_show->setEnabled(false);
    m_timer.start();
}

void ForecastLine::ask()
{
    m_session.forecast(m_account, m_policy, this,
                       [this, number = m_number](Result<RetentionForecast> result) {
                           if (number != m_number)
                               return;
                           m_asking = false;
                           m_error.reset();
                           if (result)
                               m_forecast = std::move(*result);
                           else
                               m_error = result.error();
                           showAnswer();
                           Q_EMIT answered();
                       });
}

void ForecastLine::showAnswer()
{
    const bool deletes = m_forecast && m_forecast->deleted > 0;
    if (m_error)
        m_text->setText(tr("What these rules delete is not known: %1").arg(errorLine(*m_error)));
    else if (m_forecast->onServer == 0)
        m_text->setText(tr("As far as is known there is no mail of this account on the server."));
    else if (deletes)
        m_text->setText(tr("With these rules the next check deletes %1 on the server.")
                            .arg(ReasonText::amount(*m_forecast)) +
                        QLatin1Char(' ') + ReasonText::oldest(*m_forecast, QDateTime::currentDateTime()));
    else
        m_text->setText(tr("With these rules the next check deletes none of the %1 message(s) on the server.",
                           nullptr, m_forecast->onServer)
                            .arg(Formatting::count(m_forecast->onServer)));
    m_text->setAccessibleName(m_text->text());
    m_show->setEnabled(deletes);
    const bool warns = deletes && m_forecast->needsConfirmation;
    m_icon->setPixmap(
        Icons::pixmap(warns ? QStringLiteral("triangle-alert") : QStringLiteral("info"),
                      warns ? Theme::amber(palette()) : palette().color(QPalette::PlaceholderText), 18,
                      devicePixelRatioF()));
}

void ForecastLine::showList()
{
    if (m_forecast)
        (new ForecastDialog(*m_forecast, this))->open();
}
