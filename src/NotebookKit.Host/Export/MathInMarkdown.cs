using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace NotebookKit.Host.Export;

/// <summary>Formulas between <c>$</c> and <c>$$</c>, with rules that leave prices alone.</summary>
/// <remarks>
/// A single dollar opens a formula when no letter or digit stands before it and no space after it; the next dollar closes
/// it when no space stands before it and no digit after it. So "$5 and $10" is text, and <c>$x$</c> is a formula.
/// <c>\$</c> is always a dollar.
/// </remarks>
internal sealed class MathInMarkdown(Func<string, bool, string> render) : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Insert(0, new MathBlockParser());
        pipeline.InlineParsers.Insert(0, new FormulaParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        if (renderer is HtmlRenderer html)
        {
            html.ObjectRenderers.Insert(0, new InlineRenderer(render));
            html.ObjectRenderers.Insert(0, new BlockRenderer(render));
        }
    }

    /// <summary>Puts <c>$$</c> that opens a line of several on a line of its own, so that no line of the formula is taken for a list or a rule.</summary>
    public static string Fenced(string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var inCode = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                inCode = !inCode;
            }
            else if (!inCode && line.StartsWith("$$", StringComparison.Ordinal) && line.IndexOf("$$", 2, StringComparison.Ordinal) < 0
                && Array.FindIndex(lines, i + 1, next => next.Contains("$$", StringComparison.Ordinal)) is >= 0 and var end)
            {
                lines[i] = line.Length > 2 ? $"$$\n{line[2..]}" : lines[i];
                var last = lines[end].TrimEnd();
                if (last.Trim().Length > 2 && last.EndsWith("$$", StringComparison.Ordinal))
                {
                    lines[end] = $"{last[..^2]}\n$$";
                }

                i = end;
            }
        }

        return string.Join('\n', lines);
    }

    private sealed class FormulaParser : InlineParser
    {
        public FormulaParser() => OpeningCharacters = ['$'];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var text = slice.Text;
            var open = slice.Start;
            var count = text.AsSpan(open, slice.End - open + 1).StartsWith("$$") ? 2 : 1;
            var start = open + count;
            var end = count == 2 ? EndOfDisplay(text, start, slice.End) : EndOfInline(text, open, start, slice.End);
            if (end <= start || string.IsNullOrWhiteSpace(text[start..end]))
            {
                return false;
            }

            processor.Inline = new MathInline
            {
                Delimiter = '$',
                DelimiterCount = count,
                Content = new StringSlice(text, start, end - 1),
                Span = new(processor.GetSourcePosition(open, out var line, out var column), processor.GetSourcePosition(end + count - 1)),
                Line = line,
                Column = column,
            };
            slice.Start = end + count;
            return true;
        }

        private static int EndOfDisplay(string text, int start, int last)
        {
            var end = text.IndexOf("$$", start, last - start + 1, StringComparison.Ordinal);
            return end < 0 ? -1 : end;
        }

        private static int EndOfInline(string text, int open, int start, int last)
        {
            if (start > last || char.IsWhiteSpace(text[start]) || (open > 0 && char.IsLetterOrDigit(text[open - 1])))
            {
                return -1;
            }

            var braces = 0;
            for (var i = start; i <= last; i++)
            {
                switch (text[i])
                {
                    case '\\':
                        i++;
                        break;
                    case '{':
                        braces++;
                        break;
                    case '}':
                        braces--;
                        break;
                    case '$' when braces <= 0:
                        var isEnd = !char.IsWhiteSpace(text[i - 1]) && (i == last || !char.IsAsciiDigit(text[i + 1]));
                        return isEnd ? i : -1;
                }
            }

            return -1;
        }
    }

    private sealed class InlineRenderer(Func<string, bool, string> render) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) =>
            renderer.Write(render(obj.Content.ToString(), obj.DelimiterCount == 2));
    }

    private sealed class BlockRenderer(Func<string, bool, string> render) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) =>
            renderer.Write("<div class=\"math\">").Write(render(obj.Lines.ToString(), true)).Write("</div>\n");
    }
}
