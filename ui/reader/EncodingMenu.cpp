// SPDX-License-Identifier: GPL-3.0-or-later
#include "EncodingMenu.h"

#include <QActionGroup>

namespace
{
struct EncodingGroup {
    const char *group;
    const char *charsets; // separated by blanks, the usual one first
};

constexpr EncodingGroup textEncodings[] = {
    {QT_TRANSLATE_NOOP("EncodingMenu", "Unicode"), "UTF-8 UTF-16LE UTF-16BE UTF-7"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Western European"),
     "windows-1252 ISO-8859-1 ISO-8859-15 macintosh IBM850"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Central European"), "windows-1250 ISO-8859-2"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Cyrillic"), "windows-1251 KOI8-R KOI8-U ISO-8859-5 IBM866"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Greek"), "windows-1253 ISO-8859-7"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Turkish"), "windows-1254 ISO-8859-9"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Baltic"), "windows-1257 ISO-8859-13 ISO-8859-4"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Hebrew"), "windows-1255 ISO-8859-8"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Arabic"), "windows-1256 ISO-8859-6"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Thai"), "windows-874"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Vietnamese"), "windows-1258"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Chinese"), "GB18030 Big5"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Japanese"), "ISO-2022-JP Shift_JIS EUC-JP"},
    {QT_TRANSLATE_NOOP("EncodingMenu", "Korean"), "EUC-KR ISO-2022-KR"},
};
} // namespace

EncodingMenu::EncodingMenu(QWidget *parent)
    : QMenu(tr("Text &encoding"), parent), m_choices(new QActionGroup(this)),
      m_automatic(addChoice(*this, tr("&Automatic"), {}))
{
    addSeparator();
    for (const EncodingGroup &row : textEncodings) {
        QMenu *group = addMenu(tr(row.group));
        for (const QByteArray &charset : QByteArray(row.charsets).split(' '))
            addChoice(*group, QString::fromLatin1(charset), charset.toLower());
    }
    connect(m_choices, &QActionGroup::triggered, this,
            [this](const QAction *action) { Q_EMIT chosen(action->data().toByteArray()); });
    m_automatic->setChecked(true);
}

QAction *EncodingMenu::addChoice(QMenu &menu, const QString &text, const QByteArray &charset)
{
    QAction *action = menu.addAction(text);
    action->setCheckable(true);
    action->setData(charset);
    m_choices->addAction(action);
    return action;
}

void EncodingMenu::showChoice(const QByteArray &wanted, const QByteArray &used)
{
    m_automatic->setText(used.isEmpty() || !wanted.isEmpty()
                             ? tr("&Automatic")
                             : tr("&Automatic (%1)").arg(QString::fromLatin1(used)));
    for (QAction *action : m_choices->actions()) {
        if (action->data().toByteArray() == wanted.toLower())
            action->setChecked(true);
    }
}
