// SPDX-License-Identifier: GPL-3.0-or-later
#include "StatusLine.h"

#include "ActivityModel.h"
#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"
#include "Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QToolButton>

namespace
{
constexpr int noticeTime = 8000; // ms
constexpr int progressWidth = 160;
} // namespace

StatusLine::StatusLine(const ActivityModel &activity, QWidget *parent)
    : QWidget(parent), m_activity(activity), m_state(new QToolButton(this)),
      m_progress(new QProgressBar(this)), m_progressText(new QLabel(this)), m_cancel(new QToolButton(this)),
      m_count(new QLabel(this))
{
    m_clock.start();
    m_noticeTimer.setSingleShot(true);
    m_noticeTimer.setInterval(noticeTime);
    m_state->setAutoRaise(true);
    m_state->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_state->setFocusPolicy(Qt::TabFocus);
    m_state->setIconSize({14, 14});
    m_state->setToolTip(tr("Show what each account does"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(progressWidth, 8);
    m_progress->setAccessibleName(tr("Progress of the download"));
    m_cancel->setAutoRaise(true);
    m_cancel->setIcon(Icons::icon(QStringLiteral("x")));
    m_cancel->setIconSize({14, 14});
    m_cancel->setFocusPolicy(Qt::TabFocus);
    m_cancel->setToolTip(tr("Stop getting mail"));
    m_cancel->setAccessibleName(tr("Stop getting mail"));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 12, 2);
    layout->setSpacing(8);
    layout->addWidget(m_state);
    layout->addStretch();
    layout->addWidget(m_progressText);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addSpacing(8);
    layout->addWidget(m_count);
    connect(m_state, &QToolButton::clicked, this, &StatusLine::activityRequested);
    connect(m_cancel, &QToolButton::clicked, this, &StatusLine::cancelRequested);
    connect(&activity, &ActivityModel::changed, this, &StatusLine::refresh);
    connect(&m_noticeTimer, &QTimer::timeout, this, [this] {
        m_notice.clear();
        refreshState();
    });
    refresh();
}

void StatusLine::setMessageCount(int messages)
{
    m_count->setText(tr("%n message(s)", nullptr, messages));
}

void StatusLine::notice(const QString &sentence)
{
    m_notice = sentence;
    m_noticeTimer.start();
    refreshState();
}

void StatusLine::setHint(const QString &text)
{
    m_hint = text;
    refreshState();
}

QString StatusLine::stateText() const
{
    const int rows = m_activity.rowCount();
    if (rows == 0)
        return tr("No account");
    const auto line = [this](int row) {
        return tr("%1: %2", "account, state")
            .arg(m_activity.index(row).data().toString(), m_activity.stateAt(row));
    };
    if (rows == 1)
        return line(0);
    for (const ActivityModel::Role role : {ActivityModel::RunningRole, ActivityModel::FailedRole}) {
        for (int row = 0; row < rows; ++row) {
            if (m_activity.index(row).data(role).toBool())
                return line(row);
        }
    }
    return tr("%n account(s) up to date", nullptr, rows);
}

QString StatusLine::progressText() const
{
    return m_progressText->text();
}

void StatusLine::refresh()
{
    const auto progress = m_activity.overall();
    const bool running = m_activity.anyRunning();
    m_progress->setVisible(running);
    m_progressText->setVisible(progress.has_value());
    m_cancel->setVisible(running);
    if (progress) {
        m_estimate.add(progress->bytes, m_clock.elapsed());
        QStringList parts{
            tr("%1 of %2", "messages")
                .arg(Formatting::count(progress->messages), Formatting::count(progress->messagesInAll)),
            Formatting::sizeOf(progress->bytes, progress->bytesInAll)};
        if (const auto left = m_estimate.secondsLeft(progress->bytesInAll))
            parts += tr("%1 left", "duration").arg(Formatting::duration(*left));
        m_progressText->setText(parts.join(QStringLiteral(" · ")));
        m_progress->setRange(0, 1000);
        m_progress->setValue(progress->bytesInAll > 0
                                 ? int(qMin<qint64>(1000, progress->bytes * 1000 / progress->bytesInAll))
                                 : 0);
    } else {
        m_estimate.clear();
        m_progress->setRange(0, 0);
    }
    refreshState();
}

void StatusLine::refreshState()
{
    QString text = !m_hint.isEmpty() ? m_hint : (!m_notice.isEmpty() ? m_notice : stateText());
    m_state->setAccessibleName(text);
    const int room = qMax(160, width() - (m_progress->isVisible() ? 620 : 240));
    text = fontMetrics().elidedText(text, Qt::ElideMiddle, room);
    m_state->setText(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
    const bool failed = m_activity.anyFailed();
    const QString icon = failed ? QStringLiteral("circle-alert") : QStringLiteral("circle-filled");
    const QColor color = failed ? Theme::red(palette()) : Theme::green(palette());
    if (m_activity.rowCount() == 0 && m_hint.isEmpty() && m_notice.isEmpty())
        m_state->setIcon(QIcon());
    else if (!m_hint.isEmpty())
        m_state->setIcon(Icons::icon(QStringLiteral("external-link")));
    else if (!m_notice.isEmpty())
        m_state->setIcon(Icons::icon(QStringLiteral("info")));
    else if (m_activity.anyRunning())
        m_state->setIcon(Icons::icon(QStringLiteral("refresh-cw"), palette().color(QPalette::Link)));
    else
        m_state->setIcon(m_activity.rowCount() > 0 ? Icons::icon(icon, color) : QIcon());
    m_state->setIconSize(failed || m_activity.anyRunning() || !m_notice.isEmpty() || !m_hint.isEmpty()
                             ? QSize(14, 14)
                             : QSize(9, 9));
}

void StatusLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        refreshState();
    QWidget::changeEvent(event);
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.fillRect(QRect(0, 0, width(), 1), palette().color(QPalette::Mid));
}
