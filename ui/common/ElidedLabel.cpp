// SPDX-License-Identifier: GPL-3.0-or-later
#include "ElidedLabel.h"

#include "SafeText.h"

#include <QEvent>

#include <cmath>

ElidedLabel::ElidedLabel(int kept, QWidget *parent) : QLabel(parent), m_kept(kept)
{
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setKept(int kept)
{
    if (kept == m_kept)
        return;
    m_kept = kept;
    updateGeometry();
}

void ElidedLabel::setFullText(const QString &text)
{
    m_full = text;
    elide();
    updateGeometry();
}

int ElidedLabel::fullWidth() const
{
    // The label's own document lays out in fractions of a pixel.
    return int(std::ceil(QFontMetricsF(font()).horizontalAdvance(m_full))) + 2;
}

QSize ElidedLabel::sizeHint() const
{
    return {fullWidth(), QLabel::minimumSizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(fullWidth(), m_kept), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::elide()
{
    const bool fits = fullWidth() <= width();
    const QString shown = fits ? m_full : fontMetrics().elidedText(m_full, Qt::ElideRight, width() - 2);
    if (shown == text())
        return;
    setText(shown);
    setToolTip(fits ? QString() : SafeText::toolTip(m_full));
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        elide();
        updateGeometry();
    }
}
