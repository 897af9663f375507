using System.Globalization;

namespace NotebookKit.Files;

/// <summary>One row of a text table, with its place for messages.</summary>
/// <param name="file">The name of the table.</param>
/// <param name="line">The line, counted from 1.</param>
/// <param name="fields">The fields as text.</param>
internal readonly struct CsvRow(string file, int line, string[] fields)
{
    /// <summary>The number of fields.</summary>
    public int Count => fields.Length;

    /// <summary>A field as it stands.</summary>
    public string this[int index] => fields[index];

    /// <summary>Refuses a row with another number of fields.</summary>
    public void Expect(int count)
    {
        if (fields.Length != count)
        {
            throw new InvalidDataException($"{file}, line {line}: expected {count} fields, found {fields.Length}");
        }
    }

    /// <summary>A finite number; where <paramref name="mayBeMissing"/>, an empty field is NaN.</summary>
    public double Number(int index, string name, bool mayBeMissing = false)
    {
        if (mayBeMissing && string.IsNullOrWhiteSpace(fields[index]))
        {
            return double.NaN;
        }

        return double.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Wrong(index, name, "a number");
    }

    /// <summary>A whole number from 0 to <paramref name="limit"/> - 1, as classes and counts are.</summary>
    public int Whole(int index, string name, int limit) =>
        int.TryParse(fields[index], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < limit
            ? value
            : throw Wrong(index, name, $"a whole number from 0 to {limit - 1}");

    /// <summary>A day in the given format.</summary>
    public DateOnly Day(int index, string name, string format) =>
        DateOnly.TryParseExact(fields[index], format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Wrong(index, name, $"a date like {format}");

    /// <summary>The position of a word in a list of known ones.</summary>
    public int Category(int index, string name, string[] known)
    {
        var position = Array.IndexOf(known, fields[index]);
        return position >= 0 ? position : throw Wrong(index, name, "one of " + string.Join(", ", known));
    }

    /// <summary>The error for a field that is not what it should be.</summary>
    public InvalidDataException Wrong(int index, string name, string expected) =>
        new($"{file}, line {line}, field {index + 1} ({name}): expected {expected}, found \"{fields[index]}\"");
}
