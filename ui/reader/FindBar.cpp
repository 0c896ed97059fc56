// SPDX-License-Identifier: GPL-3.0-or-later
#include "FindBar.h"

#include "Icons.h"
#include "Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

FindBar::FindBar(QWidget *parent)
    : QFrame(parent), m_field(new QLineEdit(this)), m_count(new QLabel(this)),
      m_case(button(QString(), tr("Match case")))
{
    setAccessibleName(tr("Find in the message"));
    setBackgroundRole(QPalette::Window);
    setAutoFillBackground(true);
    m_field->setPlaceholderText(tr("Find in the message"));
    m_field->setAccessibleName(tr("Find in the message"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumWidth(120);
    m_field->setMaximumWidth(320);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_case->setText(tr("Aa"));
    m_case->setCheckable(true);
    auto *previous = button(QStringLiteral("chevron-up"), tr("Previous (Shift+F3)"));
    auto *next = button(QStringLiteral("chevron-down"), tr("Next (F3)"));
    auto *close = button(QStringLiteral("x"), tr("Close"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->setSpacing(4);
    layout->addWidget(m_field, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{previous, next, m_case, m_count})
        layout->addWidget(widget);
    layout->addStretch(1);
    layout->addWidget(close);
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::tell);
    connect(m_case, &QToolButton::toggled, this, &FindBar::tell);
    connect(previous, &QToolButton::clicked, this, [this] { Q_EMIT stepped(-1); });
    connect(next, &QToolButton::clicked, this, [this] { Q_EMIT stepped(1); });
    connect(close, &QToolButton::clicked, this, &FindBar::shut);
    hide();
}

QToolButton *FindBar::button(const QString &icon, const QString &name)
{
    auto *button = new QToolButton(this);
    if (!icon.isEmpty())
        button->setIcon(Icons::icon(icon));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void FindBar::open(const QString &text)
{
    show();
    const bool another = !text.isEmpty() && text != m_field->text();
    if (another)
        m_field->setText(text);
    else
        tell();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

QString FindBar::text() const
{
    return isHidden() ? QString() : m_field->text();
}

bool FindBar::isCaseSensitive() const
{
    return m_case->isChecked();
}

void FindBar::tell()
{
    Q_EMIT wanted(m_field->text(), m_case->isChecked());
}

void FindBar::showCount(int current, int total, bool isComplete)
{
    QPalette colours = m_field->palette();
    const bool nothing = total == 0 && isComplete && !m_field->text().isEmpty();
    colours.setColor(QPalette::Text, nothing ? Theme::red(palette()) : palette().color(QPalette::Text));
    m_field->setPalette(colours);
    if (m_field->text().isEmpty())
        m_count->clear();
    else if (total == 0)
        m_count->setText(isComplete ? tr("Not found") : tr("Searching…"));
    else if (isComplete)
        m_count->setText(tr("%1 of %2", "which match, of how many").arg(current).arg(total));
    else
        m_count->setText(tr("%1 of more than %2", "which match, of how many").arg(current).arg(total));
}

void FindBar::shut()
{
    hide();
    Q_EMIT wanted(QString(), false);
    Q_EMIT shutDown();
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    const bool back = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_Escape:
        shut();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F3:
        Q_EMIT stepped(back ? -1 : 1);
        break;
    default:
        QFrame::keyPressEvent(event);
    }
}
