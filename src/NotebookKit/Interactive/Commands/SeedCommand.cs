using System.Globalization;

namespace NotebookKit.Interactive;

/// <summary><c>#!seed N</c>: restarts the random numbers.</summary>
internal sealed class SeedCommand : IMagicCommand
{
    /// <inheritdoc/>
    public string Name => "seed";

    /// <inheritdoc/>
    public string Summary => "restarts the random numbers from a seed";

    /// <inheritdoc/>
    public string Usage => """
        #!seed NUMBER
        Restarts the kit's random numbers, as Rng.Seed(NUMBER) does: weights, batches, dropout and noise come out the same each time.
        System.Random has a seed of its own.
        Example: #!seed 42
        """;

    /// <inheritdoc/>
    public bool TakesCell => false;

    /// <inheritdoc/>
    public Task RunAsync(MagicCall call, CancellationToken cancellation)
    {
        MagicLine line = MagicLine.Parse(call.Arguments, Usage);
        line.AtMost(1);
        if (line.Words.Count == 0)
        {
            throw line.Wrong("The seed is missing.");
        }

        if (!long.TryParse(line.Words[0].Replace("_", string.Empty, StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed))
        {
            throw line.Wrong($"A seed is a whole number, and '{line.Words[0]}' is none.");
        }

        Rng.Seed(seed);
        call.Host.Show($"Random numbers start again from seed {seed}.");
        return Task.CompletedTask;
    }
}
