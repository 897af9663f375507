using System.Numerics;
using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>How the numbers of a normalisation by channels lie: [segments, rows, C], or [segments, images, C, plane] when a plane is given.</summary>
/// <param name="Segments">What is normalised by itself.</param>
/// <param name="Rows">Numbers of a channel in a segment.</param>
/// <param name="Channels">C.</param>
/// <param name="Groups">Groups of channels that are normalised together.</param>
/// <param name="Plane">Numbers of a channel side by side; 0 when channels are.</param>
internal readonly record struct NormPlan(int Segments, int Rows, int Channels, int Groups, int Plane)
{
    /// <summary>Channels of a group.</summary>
    public int InGroup => Channels / Groups;

    /// <summary>Channels of all segments.</summary>
    public int Lines => Segments * Channels;

    /// <summary>Numbers of a group.</summary>
    public double Count => (double)Rows * InGroup;

    /// <summary>The group of a channel of a segment, counted through.</summary>
    public int GroupOf(int line) => (line / Channels * Groups) + (line % Channels / InGroup);

    /// <summary>Where a number of a channel of a segment lies.</summary>
    public int Place(int line, int row)
    {
        int segment = line / Channels;
        int channel = line - (segment * Channels);
        return Plane == 0
            ? (((segment * Rows) + row) * Channels) + channel
            : (((((segment * (Rows / Plane)) + (row / Plane)) * Channels) + channel) * Plane) + (row % Plane);
    }

    /// <summary>The channel of a segment that a number belongs to.</summary>
    public int LineOf(int place) => Plane == 0
        ? (place / (Rows * Channels) * Channels) + (place % Channels)
        : (place / (Rows * Channels) * Channels) + (place / Plane % Channels);
}

/// <summary>For each channel the sum over every so-many-th row: of x, or of its squared distance from the group's mean.</summary>
internal readonly struct ChannelSumWork<T>(ArrayView<T> x, NormPlan plan, int parts, ArrayView<double> mean, int squares, ArrayView<double> sums) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int line = i % plan.Lines;
        double middle = squares != 0 ? mean[plan.GroupOf(line)] : 0;
        double sum = 0;
        for (int row = i / plan.Lines; row < plan.Rows; row += parts)
        {
            double value = Numbers.Wide(x[plan.Place(line, row)]) - middle;
            sum += squares != 0 ? value * value : value;
        }

        sums[i] = sum;
    }
}

/// <summary>For each group the sum of its channels' parts, divided.</summary>
internal readonly struct GroupMeanWork(ArrayView<double> sums, NormPlan plan, int parts, double divisor, ArrayView<double> results) : IWork
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int first = (i / plan.Groups * plan.Channels) + (i % plan.Groups * plan.InGroup);
        double sum = 0;
        for (int part = 0; part < parts; part++)
        {
            for (int channel = 0; channel < plan.InGroup; channel++)
            {
                sum += sums[(part * plan.Lines) + first + channel];
            }
        }

        results[i] = sum / divisor;
    }
}

/// <summary>y = weight (x - mean) / sqrt(variance + epsilon) + bias. The mean is taken off in two parts, of which the first is a number of x's kind.</summary>
internal readonly struct ChannelNormWork<T>(
    ArrayView<T> x, NormPlan plan, ArrayView<T> weight, int hasWeight, ArrayView<T> bias, int hasBias, double epsilon, ArrayView<double> mean, ArrayView<double> variance, ArrayView<T> y) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int line = plan.LineOf(i);
        int group = plan.GroupOf(line);
        int channel = line % plan.Channels;
        T shift = Numbers.Narrow<T>(mean[group]);
        double scale = (hasWeight != 0 ? Numbers.Wide(weight[channel]) : 1) / Math.Sqrt(variance[group] + epsilon);
        double rest = (hasBias != 0 ? Numbers.Wide(bias[channel]) : 0) - ((mean[group] - Numbers.Wide(shift)) * scale);
        y[i] = ((x[i] - shift) * Numbers.Narrow<T>(scale)) + Numbers.Narrow<T>(rest);
    }
}

/// <summary>For each channel the sums over every so-many-th row of g, and of g times the distance from the mean.</summary>
internal readonly struct ChannelSlopesWork<T>(ArrayView<T> x, ArrayView<T> g, NormPlan plan, int parts, ArrayView<double> mean, ArrayView<double> plain, ArrayView<double> along) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int line = i % plan.Lines;
        double middle = mean[plan.GroupOf(line)];
        double slopes = 0;
        double weighted = 0;
        for (int row = i / plan.Lines; row < plan.Rows; row += parts)
        {
            int place = plan.Place(line, row);
            double slope = Numbers.Wide(g[place]);
            slopes += slope;
            weighted += slope * (Numbers.Wide(x[place]) - middle);
        }

        plain[i] = slopes;
        along[i] = weighted;
    }
}

/// <summary>For each group the sums over its channels of weight times the slopes' sums, for <see cref="ChannelNormGradientWork{T}"/>.</summary>
internal readonly struct GroupSlopesWork<T>(ArrayView<double> plain, ArrayView<double> along, NormPlan plan, ArrayView<T> weight, int hasWeight, ArrayView<double> groupPlain, ArrayView<double> groupAlong) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int first = (i / plan.Groups * plan.Channels) + (i % plan.Groups * plan.InGroup);
        double slopes = 0;
        double weighted = 0;
        for (int line = first; line < first + plan.InGroup; line++)
        {
            double factor = hasWeight != 0 ? Numbers.Wide(weight[line % plan.Channels]) : 1;
            slopes += factor * plain[line];
            weighted += factor * along[line];
        }

        groupPlain[i] = slopes;
        groupAlong[i] = weighted;
    }
}

/// <summary>The gradient of x: (w g - mean(w g)) / s - (x - mean) sum(w g (x - mean)) / (s^3 (n - correction)), with s = sqrt(variance + epsilon).</summary>
internal readonly struct ChannelNormGradientWork<T>(
    ArrayView<T> x, ArrayView<T> g, NormPlan plan, ArrayView<T> weight, int hasWeight, double epsilon, double divisor, ArrayView<double> mean, ArrayView<double> variance, ArrayView<double> groupPlain, ArrayView<double> groupAlong, ArrayView<T> gradient) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        int line = plan.LineOf(i);
        int group = plan.GroupOf(line);
        double inverse = 1 / Math.Sqrt(variance[group] + epsilon);
        double factor = inverse * (hasWeight != 0 ? Numbers.Wide(weight[line % plan.Channels]) : 1);
        double slant = -inverse * inverse * inverse * groupAlong[group] / divisor;
        T shift = Numbers.Narrow<T>(mean[group]);
        double rest = (-inverse * groupPlain[group] / plan.Count) - (slant * (mean[group] - Numbers.Wide(shift)));
        gradient[i] = (g[i] * Numbers.Narrow<T>(factor)) + ((x[i] - shift) * Numbers.Narrow<T>(slant)) + Numbers.Narrow<T>(rest);
    }
}

/// <summary>The gradients of weight and bias of a channel, over all segments.</summary>
internal readonly struct ChannelWeightsWork<T>(
    ArrayView<double> plain, ArrayView<double> along, NormPlan plan, double epsilon, ArrayView<double> variance, ArrayView<T> weights, int asksWeights, ArrayView<T> biases, int asksBiases) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Run(int i)
    {
        double slopes = 0;
        double weighted = 0;
        for (int line = i; line < plan.Lines; line += plan.Channels)
        {
            slopes += plain[line];
            weighted += along[line] / Math.Sqrt(variance[plan.GroupOf(line)] + epsilon);
        }

        if (asksWeights != 0)
        {
            weights[i] = Numbers.Narrow<T>(weighted);
        }

        if (asksBiases != 0)
        {
            biases[i] = Numbers.Narrow<T>(slopes);
        }
    }
}
