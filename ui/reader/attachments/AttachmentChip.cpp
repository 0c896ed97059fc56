// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentChip.h"

#include "AttachmentLook.h"
#include "Formatting.h"
#include "Icons.h"
#include "RiskyTypes.h"
#include "SafeText.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QStyleOptionToolButton>

namespace
{
constexpr int widestName = 260; // px
}

AttachmentChip::AttachmentChip(const Attachment &attachment, QWidget *parent)
    : QToolButton(parent), m_attachment(attachment)
{
    const QString size = Formatting::size(attachment.size);
    const QString safe = SafeText::oneLine(attachment.name);
    QString name = QFontMetrics(font()).elidedText(safe, Qt::ElideMiddle, widestName);
    setText(tr("%1  %2", "file name, size").arg(name.replace(u'&', QStringLiteral("&&")), size));
    setIcon(Icons::icon(iconOf(attachment)));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::MenuButtonPopup);
    setFocusPolicy(Qt::StrongFocus);
    setCheckable(true);
    const QString type = QString::fromLatin1(attachment.type);
    const QString lie = contentLie(attachment);
    const QString told = lie.isEmpty() ? safe : safe + QLatin1Char('\n') + lie;
    setToolTip(SafeText::toolTip(
        tr("%1\n%2, %3\nDouble click or Enter opens it, Space shows it here", "name, type, size")
            .arg(told, type, size)));
    setAccessibleName(tr("Attachment %1, %2").arg(safe, size));
    setAccessibleDescription(
        QStringList{lie, tr("Enter opens it, Space shows it here")}.join(QLatin1Char(' ')).trimmed());
    connect(this, &QToolButton::clicked, this, &AttachmentChip::openWanted); // as screen readers press it
}

void AttachmentChip::letGo()
{
    m_isPressed = m_isHeld = false;
}

bool AttachmentChip::isOnMenu(const QPoint &point) const
{
    QStyleOptionToolButton option;
    initStyleOption(&option);
    return style()->hitTestComplexControl(QStyle::CC_ToolButton, &option, point, this) ==
           QStyle::SC_ToolButtonMenu;
}

bool AttachmentChip::isOurs(const QKeyEvent &event) const
{
    switch (event.key()) {
    case Qt::Key_Space:
        return !(event.modifiers() & ~Qt::ControlModifier);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Left:
    case Qt::Key_Right:
        return !(event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    default:
        return event.matches(QKeySequence::Copy) || event.matches(QKeySequence::SelectAll);
    }
}

// The window has shortcuts on some of these keys.
bool AttachmentChip::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isOurs(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QToolButton::event(event);
}

void AttachmentChip::keyPressEvent(QKeyEvent *event)
{
    if (!isOurs(*event)) {
        QToolButton::keyPressEvent(event);
        return;
    }
    const int key = event->key();
    if (key == Qt::Key_Space && event->modifiers() & Qt::ControlModifier)
        Q_EMIT selectionWanted(Qt::ControlModifier);
    else if (key == Qt::Key_Space)
        Q_EMIT previewWanted();
    else if (key == Qt::Key_Left || key == Qt::Key_Right)
        Q_EMIT stepped((key == Qt::Key_Right) != isRightToLeft() ? 1 : -1);
    else if (event->matches(QKeySequence::Copy))
        Q_EMIT copyWanted();
    else if (event->matches(QKeySequence::SelectAll))
        Q_EMIT allWanted();
    else
        Q_EMIT openWanted();
}

void AttachmentChip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || isOnMenu(event->position().toPoint())) {
        QToolButton::mousePressEvent(event);
        return;
    }
    m_pressedAt = event->position().toPoint();
    m_isPressed = true;
}

void AttachmentChip::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isPressed) {
        QToolButton::mouseMoveEvent(event);
        return;
    }
    const int way = (event->position().toPoint() - m_pressedAt).manhattanLength();
    if (m_isHeld || way < QApplication::startDragDistance())
        return;
    m_isHeld = true;
    Q_EMIT dragWanted();
}

void AttachmentChip::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_isPressed) {
        QToolButton::mouseReleaseEvent(event);
        return;
    }
    const bool wasDragged = m_isHeld;
    letGo();
    if (!wasDragged && rect().contains(event->position().toPoint()))
        Q_EMIT selectionWanted(event->modifiers());
}

void AttachmentChip::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !isOnMenu(event->position().toPoint()))
        Q_EMIT openWanted();
    else
        QToolButton::mouseDoubleClickEvent(event);
}

void AttachmentChip::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse)
        menu()->popup(event->globalPos());
    else
        showMenu();
}
