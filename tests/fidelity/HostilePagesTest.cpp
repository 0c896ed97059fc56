// SPDX-License-Identifier: GPL-3.0-or-later
//
// Shows the HTML that breaks mail readers in the reader's own page, and says how long that took: what the
// sanitiser lets through has to be laid out on the GUI thread.
#include "HostileHtml.h"
#include "HtmlView.h"
#include "SafeHtml.h"

#include <QElapsedTimer>
#include <QTest>

class HostilePagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachIsShown_data()
    {
        QTest::addColumn<QString>("html");
        for (const auto &kind : {htmlThatAsks(), htmlThatIsTooMuch()}) {
            for (const HostileHtml &hostile : kind)
                QTest::newRow(hostile.name) << hostile.html;
        }
    }

    void eachIsShown()
    {
        QFETCH(QString, html);
        HtmlView view;
        view.resize(780, 600);
        view.show();
        QCoreApplication::processEvents();
        QElapsedTimer timer;
        timer.start();
        SafeHtml safe = makeSafeHtml(html, {}, {});
        const qint64 sanitised = timer.restart();
        MessageBody body;
        body.safeHtml = safe.html;
        view.showMessage(body, HtmlView::Mode::Html);
        const QImage page = view.grab().toImage();
        qInfo("sanitised in %lld ms to %lld KB, shown in %lld ms", sanitised, qint64(safe.html.size() / 1024),
              timer.elapsed());
        QCOMPARE(page.size(), view.size());
    }
};

QTEST_MAIN(HostilePagesTest)
#include "HostilePagesTest.moc"
