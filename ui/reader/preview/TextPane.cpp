// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextPane.h"

#include "FindBar.h"
#include "SourceView.h"

#include <QVBoxLayout>

TextPane::TextPane(QWidget *parent) : QWidget(parent), m_find(new FindBar(this)), m_view(new SourceView(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_find);
    layout->addWidget(m_view, 1);
    m_view->setAccessibleName(tr("Text of the file"));
    setFocusProxy(m_view);
    connect(m_find, &FindBar::wanted, m_view, &SourceView::find);
    connect(m_find, &FindBar::stepped, m_view, &SourceView::findNext);
    connect(m_find, &FindBar::shutDown, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
    connect(m_view, &SourceView::counted, m_find, &FindBar::showCount);
}

void TextPane::setText(const QByteArray &text)
{
    m_view->setBytes(text, SourceLines::Content::Text);
}

void TextPane::openFind()
{
    m_find->open(m_view->selectedText().section(u'\n', 0, 0).left(200));
}

void TextPane::findNext(int step)
{
    m_view->findNext(step);
}

bool TextPane::shutFind()
{
    if (m_find->isHidden())
        return false;
    m_find->shut();
    return true;
}
