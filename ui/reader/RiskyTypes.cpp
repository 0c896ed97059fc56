// SPDX-License-Identifier: GPL-3.0-or-later
#include "RiskyTypes.h"

#include "SafeText.h"

#include <QCoreApplication>
#include <QSet>

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(RiskyTypes)
};

bool isOneOf(const QString &suffix, const char *list)
{
    const QList<QByteArray> suffixes = QByteArray(list).split(' ');
    return suffixes.contains(suffix.toLatin1());
}

QString bySuffix(const QString &suffix)
{
    if (isOneOf(suffix, "exe com scr pif msi msp msix appx cpl dll sys gadget"))
        return Text::tr("a Windows program");
    if (isOneOf(suffix, "bat cmd vbs vbe ps1 psm1 wsf wsh wsc hta reg inf scf sct"))
        return Text::tr("a Windows script");
    if (isOneOf(suffix, "js jse mjs"))
        return Text::tr("a JavaScript program");
    if (isOneOf(suffix, "lnk url desktop webloc website library-ms settingcontent-ms"))
        return Text::tr("a shortcut that can start a program");
    if (isOneOf(suffix, "html htm xhtml xht shtml mht mhtml svg svgz xml"))
        return Text::tr("a web page that can run scripts");
    if (isOneOf(suffix, "sh bash zsh csh ksh run bin py pyw pl rb php tcl lua command out"))
        return Text::tr("a script");
    if (isOneOf(suffix, "jar class jnlp"))
        return Text::tr("a Java program");
    if (isOneOf(suffix, "app dmg pkg mpkg workflow scpt applescript terminal"))
        return Text::tr("a macOS program or disk image");
    if (isOneOf(suffix, "deb rpm appimage flatpakref snap apk"))
        return Text::tr("a software package");
    if (isOneOf(suffix,
                "docm dotm xlsm xltm xlam xll pptm potm ppam ppsm sldm slk iqy odb accdb accde mdb mde"))
        return Text::tr("a document that can run macros");
    if (isOneOf(suffix, "iso img vhd vhdx"))
        return Text::tr("a disk image");
    if (isOneOf(suffix, "chm one hlp ade adp"))
        return Text::tr("a document that can run programs");
    return {};
}

QString byType(const QByteArray &type)
{
    static const QSet<QByteArray> programs{"application/x-msdownload", "application/x-dosexec",
                                           "application/vnd.microsoft.portable-executable",
                                           "application/x-executable", "application/x-msdos-program"};
    static const QSet<QByteArray> scripts{
        "application/javascript", "text/javascript", "application/x-sh",  "application/x-shellscript",
        "text/x-shellscript",     "text/x-python",   "application/x-csh", "application/x-perl"};
    static const QSet<QByteArray> pages{"text/html", "application/xhtml+xml", "image/svg+xml"};
    if (programs.contains(type))
        return Text::tr("a program");
    if (scripts.contains(type))
        return Text::tr("a script");
    if (pages.contains(type))
        return Text::tr("a web page that can run scripts");
    return {};
}

QString byContent(ContentKind content)
{
    switch (content) {
    case ContentKind::WindowsProgram:
        return Text::tr("a Windows program");
    case ContentKind::UnixProgram:
    case ContentKind::MacProgram:
        return Text::tr("a program");
    case ContentKind::Script:
        return Text::tr("a script");
    case ContentKind::ScriptedPage:
        return Text::tr("a web page that can run scripts");
    case ContentKind::Shortcut:
        return Text::tr("a shortcut that can start a program");
    default:
        return {};
    }
}

// What a file is that can do nothing by itself.
QString harmlessName(ContentKind content)
{
    switch (content) {
    case ContentKind::Picture:
        return Text::tr("a picture");
    case ContentKind::Pdf:
        return Text::tr("a PDF document");
    case ContentKind::Zip:
        return Text::tr("an archive, or a document that is one");
    case ContentKind::OleDocument:
        return Text::tr("a document of an old office program");
    default:
        return {};
    }
}

// Whether a file whose name ends so may be of this kind; of ends that promise nothing certain it is true.
bool mayBe(const QString &suffix, ContentKind content)
{
    if (isOneOf(suffix, "png jpg jpeg jpe jfif gif webp bmp dib"))
        return content == ContentKind::Picture;
    if (suffix == QLatin1String("pdf"))
        return content == ContentKind::Pdf;
    // Those with a password are wrapped in what the old ones are.
    if (isOneOf(suffix, "docx xlsx pptx doc xls ppt odt ods odp"))
        return content == ContentKind::Zip || content == ContentKind::OleDocument;
    if (suffix == QLatin1String("zip"))
        return content == ContentKind::Zip;
    return !isOneOf(suffix, "txt csv log md ics vcf mp3 mp4 wav avi mov");
}

// In lower case; Windows ignores dots and spaces at the end of a name.
QString suffixOf(const Attachment &attachment)
{
    QString name = attachment.name.toLower();
    while (name.endsWith(QLatin1Char('.')) || name.endsWith(QLatin1Char(' ')))
        name.chop(1);
    return name.contains(QLatin1Char('.')) ? name.section(QLatin1Char('.'), -1) : QString();
}
} // namespace

QString riskyTypeName(const Attachment &attachment)
{
    const QString suffix = suffixOf(attachment);
    for (const QString &name :
         {suffix.isEmpty() ? QString() : bySuffix(suffix), byContent(attachment.content)}) {
        if (!name.isEmpty())
            return name;
    }
    return byType(attachment.type);
}

QString contentLie(const Attachment &attachment)
{
    const QString suffix = suffixOf(attachment);
    if (attachment.content == ContentKind::Unknown || suffix.isEmpty() || mayBe(suffix, attachment.content))
        return {};
    const QString risk = byContent(attachment.content);
    return Text::tr("The name of this file ends in “.%1”, but it is %2.")
        .arg(SafeText::oneLine(suffix, 20), risk.isEmpty() ? harmlessName(attachment.content) : risk);
}
