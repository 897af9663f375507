using NotebookKit.Decomposition;
using NotebookKit.Homework.Quizzes;

namespace NotebookKit.Homework.Paper;

/// <summary>Calculations of the course's second half; without a draw they have the lecture's numbers.</summary>
internal static class SecondHalf
{
    public static PaperQuestion Signal(Draw? draw)
    {
        double[] f = draw?.Wholes(5, -3, 5) ?? [0, 1, 2, 3, 4], g = draw?.Wholes(3, -2, 3) ?? [1, -1, 2];
        var full = Compute.Of(f).Convolve(Compute.Of(g)).ToArray<double>();
        var valid = Compute.Of(f).Convolve(Compute.Of(g), ConvolutionMode.Valid).ToArray<double>();
        return new PaperQuestion(
            "Convolution of signals",
            $"f = {Show.Vector(f)} and g = {Show.Vector(g)}, both 0 elsewhere. Compute the convolution f * g at all positions where they overlap. Which of the results are at valid positions, where g lies wholly within f?",
            [new(3, $"{string.Join(" ", full.Select(Show.Number))} (a half for each value, at most 3)"), new(1, $"valid: {string.Join(" ", valid.Select(Show.Number))}, the middle {valid.Length}")])
        {
            Numbers = full,
            Lines = 8,
        };
    }

    public static PaperQuestion Image(Draw? draw)
    {
        double[,] image = draw?.Table(3, 3, -2, 3) ?? new double[,] { { 1, 3, 1 }, { 0, -1, 1 }, { 2, 2, -1 } };
        double[,] kernel = draw?.Table(2, 2, -2, 2) ?? new double[,] { { 1, 2 }, { 0, -1 } };
        var result = Compute.Of(image).Convolve(Compute.Of(kernel), ConvolutionMode.Valid).ToArray2D<double>();
        var correlated = Compute.Of(image).Correlate(Compute.Of(kernel), ConvolutionMode.Valid).ToArray2D<double>();
        return new PaperQuestion(
            "Convolution of images",
            $"Convolve the image{Show.Table(image)}with the kernel{Show.Table(kernel)}(flip the kernel first) wherever it lies within the image.",
            [new(1, "the kernel flipped along both axes"), new(4, $"one for each value; half of it for the correlation:{Show.Table(correlated)}")])
        {
            Answer = $"The result is{Show.Table(result)}",
            Numbers = [.. result.Cast<double>()],
            Lines = 8,
        };
    }

    public static PaperQuestion Pooling(Draw? draw)
    {
        var image = draw is null ? new double[,] { { 1, 2, 6, 3 }, { 3, 5, 2, 1 }, { 1, 2, 2, 1 }, { 7, 3, 4, 8 } } : Unlike(draw);
        double[,] small = { { 1, 2 }, { 3, 4 } };
        var (values, positions) = Compute.Picture(image).MaxPool2dWithPositions(2);
        var pooled = values.Reshape(2, 2).ToArray2D<double>();
        var back = Compute.Picture(small).MaxUnpool2d(positions, 4).Reshape(4, 4).ToArray2D<double>();
        return new PaperQuestion(
            "Max pooling and the way back",
            $"a) Pool{Show.Table(image)}by 2 x 2 maxima with stride 2.\n\nb) Max unpooling puts values back to where the maxima stood, and 0 elsewhere. Unpool{Show.Table(small)}by the places of a).\n\nc) How does a gradient pass max pooling backwards?",
            [new(2, "a) half a point for each maximum"), new(2, "b) half a point for each place"), new(1, "c) in the same way: to the place of each maximum, 0 to the others")])
        {
            Answer = $"a){Show.Table(pooled)}b){Show.Table(back)}",
            Numbers = [.. pooled.Cast<double>(), .. back.Cast<double>()],
            Lines = 10,
        };
    }

    public static PaperQuestion Scree(Draw? draw)
    {
        int[] cuts = draw is null ? [55, 22, 10, 7, 2, 1] : [.. draw.Different(6, 2, 60).OrderDescending()];
        // The slide's percentages sum to 97: the rest is in components that it does not show.
        var whole = draw is null ? 100.0 : cuts.Sum();
        double[] shares = [.. cuts.Select(cut => cut / whole)];
        var components = PcaResult.ComponentsFor(shares, 0.9);
        return new PaperQuestion(
            "How many principal components?",
            $"{(draw is null ? $"The principal components explain {string.Join(", ", cuts)} % of the variance, the rest less." : $"The eigenvalues of a covariance matrix are {string.Join(", ", cuts)}.")} Draw the scree plot with the cumulative share. How many components keep at least 90 % of the variance?",
            [new(2, $"cumulative: {string.Join(", ", shares.Select((_, i) => FirstHalf.To(100 * shares.Take(i + 1).Sum(), 1)))} %"), new(1, "the plot, falling, with its axes named"), new(1, $"{components} components")])
        {
            Numbers = [components],
            Lines = 10,
        };
    }

    public static PaperQuestion Lstm(Draw? draw)
    {
        double[] Gate() => [draw!.Decimal(0, 1, 0.1), draw.Decimal(0, 1, 0.1)];
        double[] Value() => [draw!.Decimal(-1, 1, 0.1), draw.Decimal(-1, 1, 0.1)];
        var (c, f, candidate, i) = draw is null ? ([-0.5, 0.2], [0.1, 1], [0.9, -0.75], [0.8, 0]) : (Value(), Gate(), Value(), Gate());
        var kept = (Compute.Of(c) * Compute.Of(f)).ToArray<double>();
        var added = (Compute.Of(candidate) * Compute.Of(i)).ToArray<double>();
        var next = (Compute.Of(kept) + Compute.Of(added)).ToArray<double>();
        return new PaperQuestion(
            "The state of an LSTM",
            $"An LSTM has the state C(t-1) = {Show.Vector(c)}. The forget gate gives f = {Show.Vector(f)}, the input gate i = {Show.Vector(i)}, and the candidate is C̃ = {Show.Vector(candidate)}. What is kept, what is added, and what is C(t)? Say in words what happened to each of the two numbers.",
            [new(1, $"kept f C(t-1) = {Round(kept)}"), new(1, $"added i C̃ = {Round(added)}"), new(1, $"C(t) = {Round(next)}"), new(1, "in words: how much was forgotten and how much was written, for both")])
        {
            Numbers = next,
            Lines = 8,
        };
    }

    private static string Round(double[] numbers) => Show.Vector(numbers.Select(number => Math.Round(number, 6)));

    // Each window's numbers differ, so that its maximum has one place.
    private static double[,] Unlike(Draw draw)
    {
        var numbers = draw.Different(16, 1, 30);
        var image = new double[4, 4];
        for (var i = 0; i < 16; i++)
        {
            image[i / 4, i % 4] = numbers[i];
        }

        return image;
    }
}
