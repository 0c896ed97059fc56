// SPDX-License-Identifier: GPL-3.0-or-later
#include "TabBar.h"

#include "Icons.h"
#include "SafeText.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

namespace
{
constexpr int tabHeight = 34;
constexpr int mostLetters = 30; // of the width of a tab; where there is little room, fewer
constexpr int fewestLetters = 14;
} // namespace

TabBar::TabBar(QWidget *parent) : QTabBar(parent)
{
    setAutoHide(true);
    setDrawBase(false); // the line below the tabs is painted here
    setElideMode(Qt::ElideRight);
    setExpanding(false);
    setUsesScrollButtons(true);
    setMovable(true);
    setSelectionBehaviorOnRemove(QTabBar::SelectPreviousTab);
    setIconSize(QSize(16, 16));
    setAccessibleName(tr("Tabs"));
}

int TabBar::add(int place, const QString &title, QWidget *page)
{
    const int tab = insertTab(m_first ? qMax(1, place) : 0, QString());
    setTabData(tab, QVariant::fromValue(page));
    if (m_first) {
        auto *close = new QToolButton(this);
        close->setIcon(Icons::icon(QStringLiteral("x")));
        close->setIconSize(QSize(14, 14));
        close->setAutoRaise(true);
        close->setFixedSize(22, 22);
        close->setFocusPolicy(Qt::NoFocus); // by keys the tab is closed with Ctrl+W
        close->setToolTip(tr("Close the tab"));
        connect(close, &QToolButton::clicked, this, [this, page] { Q_EMIT closeWanted(page); });
        setTabButton(tab, QTabBar::RightSide, close);
    } else {
        m_first = page;
        setTabIcon(tab, Icons::icon(QStringLiteral("inbox")));
    }
    setTitle(tab, title);
    return tab;
}

void TabBar::setTitle(int tab, const QString &title)
{
    QString text = title;
    setTabText(tab, text.replace(QLatin1Char('&'), QStringLiteral("&&")));
    setTabToolTip(tab, SafeText::toolTip(title));
    setAccessibleTabName(tab, title);
    if (QWidget *close = tabButton(tab, QTabBar::RightSide))
        close->setAccessibleName(tr("Close the tab “%1”").arg(title));
}

int TabBar::indexOf(const QWidget *page) const
{
    for (int tab = 0; tab < count(); ++tab) {
        if (pageAt(tab) == page)
            return tab;
    }
    return -1;
}

QSize TabBar::sizeOf(int tab, int letters) const
{
    const QSize wanted = QTabBar::tabSizeHint(tab);
    const int most = letters * fontMetrics().averageCharWidth();
    return {qMin(wanted.width(), most), qMax(wanted.height(), tabHeight)};
}

QSize TabBar::tabSizeHint(int tab) const
{
    return sizeOf(tab, mostLetters);
}

QSize TabBar::minimumTabSizeHint(int tab) const
{
    return sizeOf(tab, fewestLetters);
}

void TabBar::paintEvent(QPaintEvent *event)
{
    QPainter(this).fillRect(QRect(0, height() - 1, width(), 1), palette().color(QPalette::Mid));
    QTabBar::paintEvent(event);
}

void TabBar::mousePressEvent(QMouseEvent *event)
{
    const int tab = tabAt(event->position().toPoint());
    setMovable(pageAt(tab) != m_first);
    m_pressed = event->button() == Qt::MiddleButton ? pageAt(tab) : nullptr;
    QTabBar::mousePressEvent(event);
}

void TabBar::mouseReleaseEvent(QMouseEvent *event)
{
    QTabBar::mouseReleaseEvent(event);
    // Another tab may have been dropped before it.
    if (const int first = indexOf(m_first); first > 0)
        moveTab(first, 0);
    QWidget *const page = pageAt(tabAt(event->position().toPoint()));
    if (event->button() == Qt::MiddleButton && page && page == m_pressed && page != m_first)
        Q_EMIT closeWanted(page);
    m_pressed = nullptr;
}

void TabBar::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int tab = byKey ? currentIndex() : tabAt(event->pos());
    if (pageAt(tab) && pageAt(tab) != m_first)
        Q_EMIT menuWanted(pageAt(tab), byKey ? mapToGlobal(tabRect(tab).center()) : event->globalPos());
}
