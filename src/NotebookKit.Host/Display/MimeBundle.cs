using System.Collections;
using System.Numerics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.Host.Display;

/// <summary>All forms of a value by mime type, made with the formatting engine of .NET Interactive.</summary>
/// <remarks>Always has text/plain, and never throws: a broken formatter or ToString costs its own form and nothing else.</remarks>
internal static partial class MimeBundle
{
    public const string Plain = "text/plain";
    private const string Html = "text/html";
    private const int MostItems = 20;
    private const int LongestPlain = 1024 * 1024;
    private const int LongestRich = 20 * 1024 * 1024;

    static MimeBundle() => ValueFormatting.Register();

    public static JsonObject Of(object? value, IReadOnlyList<string>? mimeTypes = null)
    {
        var bundle = new JsonObject();
        if (mimeTypes is { Count: > 0 })
        {
            foreach (var mime in mimeTypes)
            {
                // A string shown under a mime type of its own is already in that form: display(svg, "image/svg+xml").
                var ready = mime is not (Plain or Html) ? value as string : null;
                AddForm(bundle, mime, () => ready ?? Form(value, mime));
            }
        }
        else if (value is not null && !SelfReference.IsIn(value) && ValueFormatting.Table(value) is { } table)
        {
            AddForm(bundle, Html, table.ToHtml);
            AddForm(bundle, Plain, table.ToString);
        }
        else if (value is not null && !IsSimple(value))
        {
            foreach (var mime in PreferredMimeTypes(value))
            {
                AddForm(bundle, mime, () => mime == Html && value is not IHtmlContent ? Readable(Form(value, mime)) : Form(value, mime));
            }
        }

        if (!bundle.ContainsKey(Plain))
        {
            bundle[Plain] = PlainText(value);
        }

        return bundle;
    }

    private static bool IsSimple(object value) =>
        value is string or char or bool or decimal or BigInteger or Half or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or Enum
        || value.GetType().IsPrimitive;

    private static string[] PreferredMimeTypes(object value)
    {
        try
        {
            return value is IHtmlContent ? [Html] : [.. Formatter.GetPreferredMimeTypesFor(value.GetType())];
        }
#pragma warning disable CA1031 // A broken formatter source is the student's code: the plain form still stands.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    private static string Form(object? value, string mime)
    {
        using var writer = new BoundedWriter(LongestRich);
        if (value is null)
        {
            return "null";
        }

        if (SelfReference.IsIn(value))
        {
            throw new InvalidDataException("the collection holds itself");
        }

        Formatter.GetPreferredFormatterFor(value.GetType(), mime).Format(value, writer);
        return writer.ToString();
    }

    private static void AddForm(JsonObject bundle, string mime, Func<string> format)
    {
        try
        {
            var text = format();
            if (mime == Plain)
            {
                bundle[mime] = Shortened(text);
            }
            else if (!IsPlainTextInDisguise(mime, text))
            {
                bundle[mime] = IsJson(mime) ? JsonOrText(text) : text;
            }
        }
#pragma warning disable CA1031 // see PreferredMimeTypes
        catch (Exception)
#pragma warning restore CA1031
        {
            bundle.Remove(mime);
        }
    }

    /// <summary>The engine wraps what has no structure into a pre element; the plain form says the same in less.</summary>
    private static bool IsPlainTextInDisguise(string mime, string text) =>
        mime == Html && text.StartsWith("<div class=\"dni-plaintext\"><pre>", StringComparison.Ordinal);

    /// <summary>The engine's page without what a reader has no use for: the stack of a ToString that threw, and the class that a session's types lie in.</summary>
    private static string Readable(string html) => Submission().Replace(ThrownText().Replace(html, "<code>its ToString threw ${name}</code>"), "");

    private static bool IsJson(string mime) => mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal);

    private static JsonNode? JsonOrText(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string PlainText(object? value)
    {
        try
        {
            return value switch
            {
                null => "null",
                string text => Shortened(text),
                _ => Shortened(ValueFormatting.LazySequence(value) ?? Submission().Replace(HiddenName().Replace(Form(value, Plain), "anonymous"), "")),
            };
        }
#pragma warning disable CA1031 // see PreferredMimeTypes
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // One item that throws does not cost the others.
            if (value is ICollection items && exception is not InvalidDataException)
            {
                return Shortened($"[ {string.Join(", ", items.Cast<object?>().Take(MostItems).Select(PlainText))}{(items.Count > MostItems ? ", ..." : "")} ]");
            }

            var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
            var reason = exception is InvalidDataException ? exception.Message : $"its text form threw {cause.GetType().Name}";
            return $"{value!.GetType().Name} ({reason})";
        }
    }

    // The engine writes exceptions of a ToString with its own frames, line ends as \n.
    [GeneratedRegex(@"<code>(?:[\w+]+\.)*(?<name>\w+)(?::[^<]*?)?\\n   at [^<]*</code>")]
    private static partial Regex ThrownText();

    [GeneratedRegex(@"\bSubmission#\d+[.+]")]
    private static partial Regex Submission();

    // What the compiler calls an anonymous type, with its parameters, up to the end of the line.
    [GeneratedRegex(@"<>f__AnonymousType[^\s]*")]
    private static partial Regex HiddenName();

    private static string Shortened(string text) =>
        text.Length <= LongestPlain
            ? text
            : $"{text.AsSpan(0, char.IsHighSurrogate(text[LongestPlain - 1]) ? LongestPlain - 1 : LongestPlain)}\n... ({text.Length:N0} characters, cut here)";
}
