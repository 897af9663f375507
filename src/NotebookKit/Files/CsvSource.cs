using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace NotebookKit.Files;

/// <summary>The rows of a small text table; whatever is wrong in it is reported with file, line and field.</summary>
/// <param name="text">The whole table.</param>
/// <param name="file">The name used in messages.</param>
/// <param name="delimiter">What stands between fields.</param>
internal sealed class CsvSource(string text, string file, string delimiter = ",")
{
    /// <summary>Reads the rows in order, header included.</summary>
    /// <exception cref="InvalidDataException">Quotes that do not fit.</exception>
    public IEnumerable<CsvRow> Rows()
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            // A blank may be the delimiter, and nothing is trimmed here anyway.
            WhiteSpaceChars = [],
            BadDataFound = found => throw new InvalidDataException(
                $"{file}, line {found.Context.Parser?.RawRow}: bad quotes in \"{found.Field}\""),
        };
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, configuration);
        while (parser.Read())
        {
            yield return new CsvRow(file, parser.RawRow, parser.Record ?? []);
        }
    }

    /// <summary>Reads the rows after a header, which must be exactly as named.</summary>
    /// <exception cref="InvalidDataException">Another header, or a row with another number of fields.</exception>
    public IEnumerable<CsvRow> RowsBelow(params string[] header)
    {
        var first = true;
        foreach (var row in Rows())
        {
            row.Expect(header.Length);
            if (!first)
            {
                yield return row;
                continue;
            }

            first = false;
            for (var i = 0; i < header.Length; i++)
            {
                if (row[i] != header[i])
                {
                    throw row.Wrong(i, "header", $"\"{header[i]}\"");
                }
            }
        }

        if (first)
        {
            throw new InvalidDataException($"{file}: expected a header and rows, found nothing");
        }
    }
}
