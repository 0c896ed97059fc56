// SPDX-License-Identifier: GPL-3.0-or-later
//
// WidgetSearch finds widgets as their user does: by what they are called and what they say. What is not there
// ends the test. GUI thread.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>

template <class T> T *named(QWidget &parent, const char *accessibleName)
{
    for (T *widget : parent.findChildren<T *>()) {
        if (widget->accessibleName() == QLatin1String(accessibleName))
            return widget;
    }
    qFatal("No widget is called %s", accessibleName);
}

inline QPushButton *button(QWidget &parent, const char *text)
{
    for (QPushButton *one : parent.findChildren<QPushButton *>()) {
        if (one->text().remove(QLatin1Char('&')) == QString::fromUtf8(text) && one->isVisibleTo(&parent))
            return one;
    }
    qFatal("There is no button %s", text);
}

inline void type(QLineEdit *edit, const char *text)
{
    edit->clear();
    QTest::keyClicks(edit, QString::fromLatin1(text));
}

inline bool says(QWidget &parent, const char *text)
{
    const auto labels = parent.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisibleTo(&parent) && label->text().contains(QString::fromUtf8(text));
    });
}
