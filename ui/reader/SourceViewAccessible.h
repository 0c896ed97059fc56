// SPDX-License-Identifier: GPL-3.0-or-later
//
// SourceViewAccessible reads a SourceView to screen readers: the lines that are on the screen, as text. GUI
// thread.
#pragma once

#include <QAccessibleWidget>

class SourceView;

class SourceViewAccessible : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit SourceViewAccessible(SourceView &view);

    // Once for the program; further calls do nothing.
    static void install();

    void *interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text kind) const override;
    QAccessible::State state() const override;

    int characterCount() const override;
    QString text(int start, int end) const override;
    void selection(int index, int *start, int *end) const override;
    int selectionCount() const override { return 0; }
    void addSelection(int, int) override {}
    void removeSelection(int) override {}
    void setSelection(int, int, int) override {}
    int cursorPosition() const override { return 0; }
    void setCursorPosition(int) override {}
    QRect characterRect(int) const override { return {}; }
    int offsetAtPoint(const QPoint &) const override { return -1; }
    void scrollToSubstring(int, int) override {}
    QString attributes(int offset, int *start, int *end) const override;

private:
    const SourceView &m_view;
};
