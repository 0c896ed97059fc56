// SPDX-License-Identifier: GPL-3.0-or-later
//
// AttachmentChip is one attachment in the bar: a click selects it, a double click or Enter opens it, Space
// shows it, its arrow has the rest. It can be dragged away. It does nothing itself; it says what is wanted.
// GUI thread.
#pragma once

#include "Attachment.h"

#include <QToolButton>

class AttachmentChip : public QToolButton
{
    Q_OBJECT
public:
    explicit AttachmentChip(const Attachment &attachment, QWidget *parent = nullptr);

    const Attachment &attachment() const { return m_attachment; }
    bool isSelected() const { return isChecked(); }
    void setSelected(bool selected) { setChecked(selected); }
    // The mouse has not let go of it since dragWanted().
    bool isHeld() const { return m_isHeld; }
    void letGo();

Q_SIGNALS:
    void selectionWanted(Qt::KeyboardModifiers modifiers); // by click, or by Space with Ctrl
    void openWanted();
    void previewWanted();
    void copyWanted();
    void dragWanted();
    void allWanted();            // all are to be selected
    void stepped(int direction); // by an arrow key

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void nextCheckState() override {} // the bar knows what is selected

private:
    bool isOnMenu(const QPoint &point) const;
    bool isOurs(const QKeyEvent &event) const;

    const Attachment m_attachment;
    QPoint m_pressedAt;
    bool m_isPressed = false;
    bool m_isHeld = false;
};
