using System.Globalization;

namespace NotebookKit.Music;

/// <content>The head of a tune, and changes on the way: title, metre, unit, tempo, key.</content>
internal sealed partial class AbcReader
{
    private const string SharpOrder = "FCGDAEB";

    private void Field(char name, string value, int offset)
    {
        switch (name)
        {
            case 'T':
                title = value.Length > 0 ? value : title;
                break;
            case 'M':
                metre = value is "C" or "C|" or "none" or "" ? 1 : Fraction(value, offset) ?? metre;
                break;
            case 'L':
                unit = Fraction(value, offset) ?? unit;
                break;
            case 'Q':
                Tempo(value, offset);
                break;
            case 'K':
                Key(value, offset);
                break;
            default:
                break;
        }
    }

    private double? Fraction(string value, int offset)
    {
        string[] parts = value.Split('/');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int above) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int below)
            && above is > 0 and <= 256 && below is > 0 and <= 256)
        {
            return (double)above / below;
        }

        Wrong(offset, $"expected a fraction such as 3/4, found \"{value}\"");
        return null;
    }

    // Q:120, Q:1/4=120: of the named note; here of quarter notes.
    private void Tempo(string value, int offset)
    {
        string[] parts = value.Split('=');
        double note = parts.Length == 2 ? Fraction(parts[0].Trim(), offset) ?? 0.25 : 0.25;
        if (double.TryParse(parts[^1].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double often) && often * note * 4 is > 0 and <= 1000)
        {
            beatsPerMinute = often * note * 4;
        }
        else
        {
            Wrong(offset, $"expected a tempo such as 1/4=120, found \"{value}\"");
        }
    }

    private void Key(string value, int offset)
    {
        signature.Clear();
        string text = value.Split(' ')[0];
        if (text.Length == 0 || text is "none" or "HP" or "Hp")
        {
            return;
        }

        int fifths = "FCGDAEB".IndexOf(char.ToUpperInvariant(text[0]), StringComparison.Ordinal) - 1;
        if (fifths < -1)
        {
            Wrong(offset, $"expected a key such as G or Bm, found \"{value}\"");
            return;
        }

        int next = 1;
        if (text.Length > 1 && text[1] is '#' or 'b')
        {
            fifths += text[1] == '#' ? 7 : -7;
            next = 2;
        }

        string mode = (text[next..] + string.Concat(value.Split(' ').Skip(1).Take(1))).ToUpperInvariant();
        fifths += mode switch
        {
            "M" or "MIN" or "MINOR" or "AEO" => -3,
            "MIX" => -1,
            "DOR" => -2,
            "PHR" => -4,
            "LOC" => -5,
            "LYD" => 1,
            _ => 0,
        };
        if (Math.Abs(fifths) > 7)
        {
            Wrong(offset, $"the key \"{value}\" has more than seven signs");
            return;
        }

        for (int i = 0; i < Math.Abs(fifths); i++)
        {
            signature[fifths > 0 ? SharpOrder[i] : SharpOrder[6 - i]] = Math.Sign(fifths);
        }
    }
}
