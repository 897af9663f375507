using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookKit.Homework.Course;

/// <summary>A lab report cut at its headings; headings within code and comments are none.</summary>
internal sealed partial class ReportText
{
    // What a report has of its own, whatever stands below the other headings.
    private static readonly string[] Own = [ReportTemplate.Names, ReportTemplate.Emails, ReportTemplate.Time];

    private ReportText(IReadOnlyList<(string Title, string Body)> sections) => Sections = sections;

    /// <summary>The headings in their order, each with the text below it, without comments.</summary>
    public IReadOnlyList<(string Title, string Body)> Sections { get; }

    public static ReportText Parse(string markdown)
    {
        var source = Comment().Replace(markdown.ReplaceLineEndings("\n"), match => new string('\n', match.Value.Count(letter => letter == '\n')));
        var headings = Markdown.Parse(source).OfType<HeadingBlock>().ToArray();
        var sections = new List<(string, string)>();
        for (var i = 0; i < headings.Length; i++)
        {
            var from = Math.Min(headings[i].Span.End + 1, source.Length);
            var to = i + 1 < headings.Length ? headings[i + 1].Span.Start : source.Length;
            sections.Add((Plain(headings[i]), source[from..Math.Max(from, to)].Trim()));
        }

        return new ReportText(sections);
    }

    /// <summary>The text below a heading, with that of other headings' sections left out; null where the heading is missing.</summary>
    public string? Body(string title) => Sections.Where(section => IsTitle(section.Title, title)).Select(section => section.Body).FirstOrDefault();

    public static bool IsTitle(string written, string wanted) => string.Equals(Spaces().Replace(written.Trim().TrimEnd(':', '.'), " "), wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>All that the authors wrote below the headings, for a comparison with others; names, addresses and dates left out.</summary>
    public string Content() => string.Join("\n\n", Sections
        .Where(section => !Own.Any(title => IsTitle(section.Title, title)))
        .Select(section => section.Body));

    private static string Plain(HeadingBlock heading) => string.Concat((heading.Inline?.Descendants() ?? []).Select(piece => piece switch
    {
        LiteralInline text => text.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }));

    [GeneratedRegex("<!--.*?(-->|\\z)", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
