// SPDX-License-Identifier: GPL-3.0-or-later
#include "SourceViewAccessible.h"

#include "SourceView.h"

namespace
{
QAccessibleInterface *forSourceView(const QString &, QObject *object)
{
    auto *const view = qobject_cast<SourceView *>(object);
    return view ? new SourceViewAccessible(*view) : nullptr; // owned by QAccessible
}
} // namespace

SourceViewAccessible::SourceViewAccessible(SourceView &view)
    : QAccessibleWidget(&view, QAccessible::EditableText), m_view(view)
{
}

void SourceViewAccessible::install()
{
    QAccessible::installFactory(forSourceView); // which takes each only once
}

void *SourceViewAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString SourceViewAccessible::text(QAccessible::Text kind) const
{
    return kind == QAccessible::Value ? m_view.visibleText() : QAccessibleWidget::text(kind);
}

QAccessible::State SourceViewAccessible::state() const
{
    QAccessible::State state = QAccessibleWidget::state();
    state.readOnly = true;
    state.multiLine = true;
    return state;
}

int SourceViewAccessible::characterCount() const
{
    return int(m_view.visibleText().size());
}

QString SourceViewAccessible::text(int start, int end) const
{
    return m_view.visibleText().mid(start, end - start);
}

void SourceViewAccessible::selection(int, int *start, int *end) const
{
    *start = *end = 0;
}

QString SourceViewAccessible::attributes(int, int *start, int *end) const
{
    *start = 0;
    *end = characterCount();
    return {};
}
