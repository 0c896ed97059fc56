// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchBar.h"

#include "Formatting.h"
#include "Icons.h"
#include "Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

SearchBar::SearchBar(QWidget *parent)
    : QFrame(parent), m_text(new QLabel(this)), m_stop(new QToolButton(this)), m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("searchBar"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_stop->setText(tr("Stop"));
    m_stop->setAccessibleName(tr("Stop searching"));
    m_stop->setToolTip(tr("Stop searching; what was found stays"));
    m_close->setIcon(Icons::icon(QStringLiteral("x")));
    m_close->setAccessibleName(tr("Close the search"));
    m_close->setToolTip(tr("Close the search (Esc)"));
    for (QToolButton *button : {m_stop, m_close}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_stop, 0, Qt::AlignTop);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_stop, &QToolButton::clicked, this, &SearchBar::stopRequested);
    connect(m_close, &QToolButton::clicked, this, &SearchBar::closed);
    hide();
}

void SearchBar::showSearching(qint64 found, int percent)
{
    show(tr("%1 found, still searching… %2 %").arg(Formatting::count(found)).arg(percent), true, false);
}

void SearchBar::showFound(qint64 found, bool isPartial, const QStringList &remarks)
{
    const int count = static_cast<int>(qMin<qint64>(found, std::numeric_limits<int>::max()));
    QStringList sentences;
    if (isPartial)
        sentences += tr("Stopped after %n message(s); there may be more.", nullptr, count);
    else if (found == 0)
        sentences += tr("No message matches.");
    else
        sentences += tr("%n message(s) found in all folders.", nullptr, count);
    show((sentences + remarks).join(u' '), false, !remarks.isEmpty());
}

void SearchBar::showProblem(const QString &sentence)
{
    show(sentence, false, true);
}

QString SearchBar::text() const
{
    return m_text->text();
}

void SearchBar::show(const QString &text, bool isRunning, bool isProblem)
{
    m_text->setText(text);
    setAccessibleName(text);
    m_stop->setVisible(isRunning);
    m_isProblem = isProblem;
    setVisible(true);
    update();
}

void SearchBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(),
                     m_isProblem ? Theme::noticeBackground(palette()) : palette().color(QPalette::Window));
    painter.fillRect(QRect(0, height() - 1, width(), 1), palette().color(QPalette::Mid));
}
