// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lowering rewrites a styled tree to what QTextDocument can lay out: paragraphs of runs, tables and lists.
// Boxes with a background, a border or a width of their own become tables of one cell, elements side by side
// become a row, nested tables get their width through a cell, and tables deeper than ten levels become
// blocks, because QTextDocument needs four times as long for every two levels. One object for one message; no
// recursion.
#pragma once

#include "ElementStyle.h"
#include "HtmlTree.h"
#include "PageWriter.h"
#include "Quotations.h"
#include "SafeHtml.h"
#include "UrlPolicy.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <vector>

// Boxes that we make nest so deep; what is left to ten tables belongs to the sender.
inline constexpr int deepestBox = 8;

// The page's own colours.
CssColour paperColour(bool dark);
CssColour inkColour(bool dark);
CssColour linkColour(bool dark);
CssColour noteColour(bool dark);             // words of ours
CssColour quoteColour(int level, bool dark); // from 1 on

class Lowering
{
public:
    using ImageSize = std::function<QSize(const QByteArray &contentId)>;
    Lowering(const HtmlTree &tree, const std::vector<ElementStyle> &styles, const RenderOptions &options,
             const ImageSize &imageSize, RenderBudget *budget);

    SafeHtml run();

private:
    // Where an element stands.
    struct Place {
        double width = 760; // px that it may fill
        CssColour background;
        bool lostBackground = false; // a picture behind it is missing
        double left = 0, right = 0;  // indents of paragraphs
        int tables = 0;              // how deep
        int lists = 0;
        int quotes = 0;         // levels of quoting
        bool isPage = true;     // nothing but the page behind it
        bool isFlat = false;    // inside of a table that became blocks
        bool isAuto = false;    // inside of a table that is as wide as what is in it
        bool fillsCell = false; // its width has gone to the cell that was made for it
    };
    struct Step {
        enum class Kind { Enter, Children, LeaveBlock, Markup, Text, EndCell, Quote, EndQuote };
        Kind kind = Kind::Enter;
        int node = -1;
        Place place;
        QString markup;
        double margin = 0;
    };
    // An element that stands beside others, and how wide.
    struct Column {
        int node;
        double width;
    };

    void enter(int node, Place place);
    void enterText(int node, const Place &place);
    void enterBlock(int node, Place place);
    void enterBox(int node, Place place, double width);
    void enterButton(int node, Place place);
    void enterList(int node, Place place);
    void enterItem(int node, Place place);
    void enterInlineItem(int node, const Place &place);
    bool isInlineItem(int node) const;
    int firstItemOf(int list) const;
    void enterRule(const Place &place);
    void pushChildren(int node, const Place &place);
    void beginQuotation(const Place &place);
    void pushAll(std::vector<Step> &&steps);
    std::vector<int> buttonsIn(int node, const Place &place) const;
    void addButtons(const std::vector<int> &buttons, const Place &place, Align align,
                    std::vector<Step> *steps);
    double columnWidth(int node, double whole) const;
    std::vector<Column> columnsFrom(int node, double whole, int *behind) const;
    void addRow(const std::vector<Column> &columns, const Place &place, Align align,
                std::vector<Step> *steps);

    void enterTable(int node, Place place);
    void addTableRows(int node, const Place &place, std::vector<Step> *steps);
    void addTableRow(int row, const Place &place, double scale, std::vector<Step> *steps);
    QString cellMarkup(int cell, const Place &place, double scale, Place *inner, double width, bool maySpan);
    std::vector<int> rowsOf(int table) const;
    std::vector<int> cellsOf(int row) const;
    bool isEmpty(int node) const;
    bool isAffordableGrid(const std::vector<int> &rows);
    bool hasHeader(const std::vector<int> &rows) const;

    void enterPicture(int node, const Place &place);
    void addPicture(int node, const Place &place, const QString &source, QSize size);
    // As the page may name it, or null where it has no place there.
    QString remoteSource(const QString &url);
    QSize naturalSize(const PictureSource &source) const;
    int sidePictureIn(int node, const Place &place, double *width) const;
    void addBesidePicture(int picture, double width, const Place &place, std::vector<Step> *steps);
    bool isUnseen(int node) const;
    bool isAffordable(const QString &url, QSize size);
    void addPlaceholder(int node, const Place &place, QSize size);
    QSize pictureSize(int node, const Place &place, QSize natural) const;

    const ElementStyle &style(int node) const { return m_styles[std::size_t(node)]; }
    std::optional<CssColour> shownBackground(const std::optional<CssColour> &background,
                                             const Place &place) const;
    void stepOnto(const ElementStyle &style, Place *place) const;
    std::optional<CssColour> textColour(const ElementStyle &style, const Place &place,
                                        CssColour behind) const;
    TextRun runOf(int node, const Place &place) const;
    ParagraphStyle paragraphOf(const ElementStyle &style, const Place &place) const;
    QString boxStyle(const ElementStyle &style, const Place &place) const;
    QString tableStart(const QString &attributes, double left = 0, double right = 0) const;
    bool needsBox(int node, const Place &place) const;
    bool isCentred(int node) const;
    QString linkOf(int node) const;

    const HtmlTree &m_tree;
    const std::vector<ElementStyle> &m_styles;
    const RenderOptions &m_options;
    const ImageSize &m_imageSize;
    const Quotations m_quotations;
    RenderBudget &m_budget;
    const bool m_dark;    // the sender's colours are made legible on a dark page
    const bool m_ownPage; // the page is light though the window is dark
    CssColour m_paper, m_ink, m_link;
    PageWriter m_writer;
    std::vector<Step> m_steps;
    std::vector<QString> m_links; // for each node the link it stands in
    qint64 m_placesLeft = 8'000;  // in the grids of all tables
    int m_gridPlaces = 5'000;     // left for cells that span others
    qint64 m_pixels = 40'000'000; // left for the message's own pictures, data: and cid:
    QSet<QString> m_paid;         // of these, which were counted
    QHash<QString, qsizetype> m_remoteNumbers;
    QHash<int, QString> m_numbers; // of items that QTextDocument would count otherwise
    int m_picturesLeftOut = 0;
    SafeHtml m_result;
};
