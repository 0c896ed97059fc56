// SPDX-License-Identifier: GPL-3.0-or-later
//
// ElidedLabel is a line of plain text that can be selected. Where there is no room for all of it, it ends in
// an ellipsis and has the whole text as its tool tip. GUI thread.
#pragma once

#include <QLabel>

class ElidedLabel : public QLabel
{
    Q_OBJECT
public:
    // Of `kept` px the text is never shortened; of less, it gives way to its neighbours.
    explicit ElidedLabel(int kept, QWidget *parent = nullptr);

    void setKept(int kept);
    void setFullText(const QString &text);
    QString fullText() const { return m_full; }
    bool isElided() const { return text() != m_full; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    int fullWidth() const;
    void elide();

    QString m_full;
    int m_kept;
};
