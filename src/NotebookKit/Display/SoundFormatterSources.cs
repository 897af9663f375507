using NotebookKit.Data;
using NotebookKit.Music;

namespace NotebookKit.Display;

/// <summary>A sound in a notebook: a player, with the sound itself in the page.</summary>
public sealed class SoundFormatterSource : FormatterSource<Sound>
{
    // About a minute and a half at 8,000 samples a second.
    private const int MostSamples = 750_000;

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Sound, string> Write)> Forms =>
    [
        ("text/html", sound => Html.Heading(sound.ToString()) + Player(sound)),
        ("text/plain", sound => sound.ToString()),
    ];

    /// <summary>The player; words instead of it for a sound that would make the page too large.</summary>
    internal static string Player(Sound sound) => sound.Samples.Count switch
    {
        0 => "",
        <= MostSamples => $"<audio controls=\"controls\" preload=\"none\" style=\"width:100%;max-width:36em\" src=\"data:audio/wav;base64,{Convert.ToBase64String(sound.ToWav())}\"></audio>",
        _ => "<p>too long to be played in the page</p>",
    };
}

/// <summary>A tune in a notebook: its piano roll and a player.</summary>
public sealed class TuneFormatterSource : FormatterSource<Tune>
{
    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<Tune, string> Write)> Forms =>
    [
        ("text/html", tune => Html.Heading(tune.ToString()) + (tune.Notes.Count == 0 ? "" : Html.Picture(tune.PianoRoll().ToSvg()) + SoundFormatterSource.Player(tune.ToSound()))),
        ("text/plain", tune => tune.ToString()),
    ];
}
