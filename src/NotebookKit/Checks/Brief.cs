using System.Collections;
using System.Globalization;
using System.Text;

namespace NotebookKit.Checks;

/// <summary>Values in a message: short whatever they are, and safe whatever their ToString does.</summary>
internal static class Brief
{
    /// <summary>The longest text of a value.</summary>
    public const int Longest = 200;
    private const int Items = 8;

    /// <summary>The longest message.</summary>
    private const int LongestMessage = 2000;

    /// <summary>A value in a few words.</summary>
    public static string Of(object? value) => Cut(Written(value, depth: 0), Longest);

    /// <summary>A message, cut where it is too long and without what a page cannot show.</summary>
    public static string Message(string? text) => Cut(Printable(text ?? string.Empty), LongestMessage);

    private static string Written(object? value, int depth)
    {
        switch (value)
        {
            case null:
                return "null";
            case string text:
                return $"\"{Cut(Printable(text), Longest / 2)}\"";
            case double number:
                return number.ToString("G9", CultureInfo.InvariantCulture);
            case float number:
                return number.ToString("G7", CultureInfo.InvariantCulture);
            case Tensor tensor:
                return tensor.Count == 1 ? $"{tensor.Item().ToString("G9", CultureInfo.InvariantCulture)} (tensor {tensor.Shape})" : $"a tensor {tensor.Shape} of {tensor.DType}{Some(tensor)}";
            case IFormattable number when value.GetType().IsPrimitive:
                return number.ToString(null, CultureInfo.InvariantCulture);
            case IEnumerable list when depth < 2:
                return List(list, depth);
            default:
                return Own(value);
        }
    }

    private static string Some(Tensor tensor)
    {
        if (tensor.Count == 0)
        {
            return string.Empty;
        }

        Tensor flat = tensor.Detach().Reshape(-1);
        IEnumerable<string> first = Enumerable.Range(0, Math.Min(Items, flat.Count)).Select(i => Written(flat[i].Item(), 1));
        return $": {string.Join(", ", first)}{(flat.Count > Items ? ", ..." : string.Empty)}";
    }

    // A student's sequence may never end.
    private static string List(IEnumerable list, int depth)
    {
        StringBuilder text = new("[");
        int count = 0;
        try
        {
            foreach (object? item in list)
            {
                if (count == Items)
                {
                    text.Append(", ...");
                    break;
                }

                text.Append(count++ == 0 ? string.Empty : ", ").Append(Written(item, depth + 1));
            }
        }
#pragma warning disable CA1031 // What a student's sequence throws is worth a word, not the end of the message.
        catch (Exception e)
#pragma warning restore CA1031
        {
            text.Append(CultureInfo.InvariantCulture, $" ({e.GetType().Name} while listing)");
        }

        return text.Append(']').ToString();
    }

    private static string Own(object value)
    {
        try
        {
            return Printable(value.ToString() ?? value.GetType().Name);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"a {value.GetType().Name} (its ToString throws {e.GetType().Name})";
        }
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}... ({text.Length:N0} characters)";

    private static string Printable(string text)
    {
        // What is far too long is cut first, so that a text of megabytes costs nothing.
        string start = text.Length > 4 * LongestMessage ? text[..(4 * LongestMessage)] : text;
        return start.Any(c => char.IsControl(c) && c != '\n')
            ? string.Concat(start.Select(c => c is '\t' or '\r' ? ' ' : char.IsControl(c) && c != '\n' ? '\uFFFD' : c))
            : start;
    }
}
