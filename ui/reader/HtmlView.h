// SPDX-License-Identifier: GPL-3.0-or-later
//
// HtmlView is the reader's page: it shows the safe HTML or the text of one message and can do nothing else.
// It loads no resource but the pictures of that message, within limits on bytes and pixels, opens no link by
// itself, takes no files and reads nothing from disk or network. GUI thread.
#pragma once

#include "MessageBody.h"
#include "TextPage.h"

#include <QHash>
#include <QTextBrowser>

#include <optional>
#include <vector>

class HtmlView : public QTextBrowser
{
    Q_OBJECT
public:
    enum class Mode { Html, Text };

    explicit HtmlView(QWidget *parent = nullptr);

    // Html falls back to Text where the message has no HTML.
    void showMessage(const MessageBody &body, Mode mode);
    // The message that is shown, laid out anew: what is folded stays so.
    void showAgain(const MessageBody &body, Mode mode);
    void clearMessage();
    // Long quotations, of this message and those that follow.
    void setQuotesFolded(bool folded);
    bool quotesFolded() const { return m_folded.all; }
    // On paper nothing folds. Before the message is shown.
    void setFoldingOffered(bool offered) { m_folded.isOffered = offered; }
    // Unfolds the quotations in which the words stand, here and in the messages that follow; null: none.
    void unfoldWords(const QString &words, Qt::CaseSensitivity sensitivity);
    // What is not on the page because it is folded, in order.
    struct FoldedText {
        int position = 0; // in the document, where its line ends
        QString text;
    };
    std::vector<FoldedText> foldedTexts() const;
    // For RenderOptions.width at the present size, in px.
    int pageWidth() const;

    // Pictures of the message and small data: pictures. For everything else something empty, without looking.
    QVariant loadResource(int type, const QUrl &name) override;

Q_SIGNALS:
    void linkActivated(const QUrl &url); // clicked; the view itself opens nothing
    void linkHovered(const QUrl &url);   // by the mouse or the keyboard; empty when left
    void laidOut();                      // another document

protected:
    QMimeData *createMimeDataFromSelection() const override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    bool focusNextPrevChild(bool next) override;
    void focusOutEvent(QFocusEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QByteArray pictureBytes(const QUrl &name) const;
    void layOut(const MessageBody &body, Mode mode);
    void showPage();
    QString withPicturesBelow(QString page) const;
    void showPageInPlace();
    bool unfoldFound();
    const QStringList &quotations() const;
    void follow(const QUrl &link);
    void toggleQuote(int quote);

    QHash<QString, QByteArray> m_images;
    QString m_source;        // safe HTML or text, as m_showsText says
    QString m_picturesBelow; // markup of ours
    bool m_showsText = false;
    FoldedQuotes m_folded;
    mutable std::optional<QStringList> m_quotations; // their texts, once they were needed
    QString m_words;
    Qt::CaseSensitivity m_wordsCase = Qt::CaseInsensitive;
};
