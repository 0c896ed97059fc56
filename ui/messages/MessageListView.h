// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageListView shows a MessageListModel as cards or as a table. It is a QListView for the sake of
// selection and accessibility, but has a layout of its own: all rows are of one height, with titles above
// groups of them, so that no operation depends on their number. (Qt's item views lay out row by row: at a
// million rows that is 50 ms for each change.) What the user looks at stays where it is when rows arrive
// above. GUI thread.
#pragma once

#include "FontPreparation.h"
#include "MessageDelegate.h"
#include "MessageListModel.h"
#include "RowGeometry.h"

#include <QListView>
#include <QPersistentModelIndex>
#include <QSet>

class QHeaderView;

class MessageListView : public QListView
{
    Q_OBJECT
public:
    explicit MessageListView(MessageListModel &model, QWidget *parent = nullptr);

    MessageDelegate::Mode mode() const { return m_delegate.mode(); }
    void setMode(MessageDelegate::Mode mode);
    QByteArray headerState() const;
    void restoreHeaderState(const QByteArray &state);
    // Marks the column by which the model is sorted.
    void showSort();

    MessageId currentMessage() const;
    std::vector<MessageId> selectedMessages() const;
    void selectRow(int row);
    // step 1 or -1; false at the end of the list.
    bool goBy(int step);
    // The next unread message after the current one, or the first of the list.
    bool goToUnread(int step);
    // Of the current message's conversation; false where there is nothing to expand or collapse.
    bool expandCurrent(bool expanded);

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void reset() override;
    void doItemsLayout() override;

Q_SIGNALS:
    // The message to be read; 0: none.
    void currentMessageChanged(MessageId message);
    void selectedMessagesChanged();
    void starClicked(MessageId message, bool starred);
    void messageActivated(MessageId message);
    void middleClicked(int row);
    void menuRequested(const QPoint &at); // on the screen; for what is selected

protected:
    int verticalOffset() const override;
    int horizontalOffset() const override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    bool isIndexHidden(const QModelIndex &) const override { return false; }
    void updateGeometries() override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;

private:
    // A row on the screen and how far it is below the edge.
    struct Anchor {
        QPersistentModelIndex index;
        int y = 0;
    };

    int rowAt(int y) const; // of the viewport
    QRect cellRect(int row, int column) const;
    void paintStripe(QPainter &painter, const QRect &rect, int row) const;
    void paintRow(QPainter &painter, QStyleOptionViewItem option, int row);
    void paintTitle(QPainter &painter, const QRect &rect, const QString &title);
    void setUpHeader();
    void chooseColumns(const QPoint &at);
    void showFolderColumn();
    void followModel();
    void followGroups();
    void rememberAnchors();
    void returnToAnchors();
    void startList();
    bool showsSameOrder() const;
    void prepareFonts();
    bool isOnStar(const QPoint &point, int row) const;
    bool isOnTwisty(const QPoint &point, int row) const;

    MessageListModel &m_model;
    MessageDelegate m_delegate;
    FontPreparation m_fonts{this};
    QHeaderView *m_header;
    RowGeometry m_geometry;
    int m_hoveredRow = -1;
    std::vector<Anchor> m_anchors;
    bool m_returning = false;
    bool m_wantsFolders = true;  // in the table of results
    bool m_sizeGivesWay = false; // to them
    ListQuery m_shownQuery;      // as far as the order goes
};
