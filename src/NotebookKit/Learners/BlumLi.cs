namespace NotebookKit.Learners;

/// <summary>The construction of Blum and Li: a network of three layers that equals a table of tiles, F(x) ~ sum F(x_i) I(x in X_i).</summary>
/// <remarks>
/// The first layer has a step unit for each line of the grid, the second an AND unit for each tile (on the upper side of its
/// lower lines, not on the upper side of its upper lines), the output adds the values of the tiles. The weights are written
/// down, not learned. Tiles need not be equally wide, in any dimension; a tile owns its lower sides. Blum and Li, Approximation
/// theory and feedforward networks, 1991; lecture S2 L3.
/// </remarks>
public sealed class BlumLi
{
    private readonly double[][] lines;
    private readonly double[] values;

    /// <summary>Builds the network.</summary>
    /// <param name="function">F; its value in the middle of a tile counts for the tile.</param>
    /// <param name="lines">For each axis the lines of the grid, rising: one more than tiles along it.</param>
    /// <exception cref="ArgumentException">An axis has fewer than two lines, or they do not rise.</exception>
    public BlumLi(Func<IReadOnlyList<double>, double> function, params IReadOnlyList<double[]> lines)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(lines);
        int odd = lines.ToList().FindIndex(axis => axis is null || axis.Length < 2 || !Enumerable.Range(1, axis.Length - 1).All(i => axis[i - 1] < axis[i] && double.IsFinite(axis[i] - axis[i - 1])));
        if (lines.Count == 0 || odd >= 0)
        {
            throw new ArgumentException($"BlumLi: each axis needs at least two lines that rise{(odd >= 0 ? $", and axis {odd} has {lines[odd]?.Length ?? 0} that do not" : string.Empty)}.", nameof(lines));
        }

        this.lines = [.. lines.Select(axis => axis.ToArray())];
        values = new double[this.lines.Aggregate(1, (tiles, axis) => checked(tiles * (axis.Length - 1)))];
        for (int tile = 0; tile < values.Length; tile++)
        {
            values[tile] = function(Middle(tile));
        }
    }

    /// <summary>How many numbers an input has.</summary>
    public int Inputs => lines.Length;

    /// <summary>How many tiles, that is units of the second layer.</summary>
    public int Tiles => values.Length;

    /// <summary>The value of each tile, the last axis fastest: the weights of the output.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>Units when neighbouring tiles share the lines between them: lines, tiles and one output.</summary>
    public long UnitCount => Count(shared: true, [.. lines.Select(axis => axis.Length - 1)]);

    /// <summary>Units when each tile has its own 2 d half planes.</summary>
    public long UnsharedUnitCount => Count(shared: false, [.. lines.Select(axis => axis.Length - 1)]);

    /// <summary>Evenly spaced lines: <c>BlumLi.Even(0, 1, 8)</c> cuts into eight.</summary>
    public static double[] Even(double from, double to, int tiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tiles);
        return [.. Enumerable.Range(0, tiles + 1).Select(i => from + ((to - from) * i / tiles))];
    }

    /// <summary>How many units a grid needs, without building it; about two million is printed for 1000 x 1000 tiles, which neither way of counting gives.</summary>
    /// <remarks>1000 x 1000: 1,002,003 with shared lines, 5,000,001 without.</remarks>
    /// <param name="shared">Whether neighbours share their lines.</param>
    /// <param name="tiles">Tiles along each axis.</param>
    public static long Count(bool shared, params ReadOnlySpan<int> tiles)
    {
        long all = 1, ends = 0;
        foreach (int along in tiles)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(along);
            all = checked(all * along);
            ends += along + 1;
        }

        return checked((shared ? ends : all * 2 * tiles.Length) + all + 1);
    }

    /// <summary>The middle of a tile, x_i.</summary>
    public IReadOnlyList<double> Middle(int tile)
    {
        int[] place = Place(tile);
        return [.. place.Select((at, axis) => (lines[axis][at] + lines[axis][at + 1]) / 2)];
    }

    /// <summary>What the units of the first layer say: for each axis, which lines x is at or above.</summary>
    public int[] FirstLayer(params ReadOnlySpan<double> x)
    {
        Points.Fits(nameof(BlumLi), x.Length, Inputs);
        List<int> fired = [];
        for (int axis = 0; axis < lines.Length; axis++)
        {
            double value = x[axis];
            fired.AddRange(lines[axis].Select(line => value - line >= 0 ? 1 : 0));
        }

        return [.. fired];
    }

    /// <summary>What the units of the second layer say: 1 for the tile that x is in, 0 for all others.</summary>
    public int[] SecondLayer(params ReadOnlySpan<double> x)
    {
        int[] first = FirstLayer(x);
        int[] fired = new int[Tiles];
        for (int tile = 0; tile < fired.Length; tile++)
        {
            double sum = 0.5 - Inputs;
            foreach ((int lower, int upper) in Senders(tile))
            {
                sum += first[lower] - first[upper];
            }

            fired[tile] = sum >= 0 ? 1 : 0;
        }

        return fired;
    }

    /// <summary>The output of the network: the value of the tile that x is in, 0 outside the grid.</summary>
    public double Forward(params ReadOnlySpan<double> x)
    {
        int[] second = SecondLayer(x);
        double sum = 0;
        for (int tile = 0; tile < second.Length; tile++)
        {
            sum += values[tile] * second[tile];
        }

        return sum;
    }

    /// <summary>The same answer by looking for the tile, which is quick; null outside the grid.</summary>
    public double? Table(params ReadOnlySpan<double> x)
    {
        Points.Fits(nameof(BlumLi), x.Length, Inputs);
        int tile = 0;
        for (int axis = 0; axis < lines.Length; axis++)
        {
            int at = Array.BinarySearch(lines[axis], x[axis]);
            at = at >= 0 ? at : ~at - 1;
            if (at < 0 || at >= lines[axis].Length - 1)
            {
                return null;
            }

            tile = (tile * (lines[axis].Length - 1)) + at;
        }

        return values[tile];
    }

    /// <summary>The network with all its weights, most of them 0: step units, AND units, one linear output.</summary>
    public Mlp ToMlp()
    {
        int count = lines.Sum(axis => axis.Length);
        double[,] first = new double[count, Inputs], second = new double[Tiles, count];
        int at = 0;
        for (int axis = 0; axis < lines.Length; axis++)
        {
            for (int i = 0; i < lines[axis].Length; i++)
            {
                first[at++, axis] = 1;
            }
        }

        for (int tile = 0; tile < Tiles; tile++)
        {
            foreach ((int lower, int upper) in Senders(tile))
            {
                (second[tile, lower], second[tile, upper]) = (1, -1);
            }
        }

        return new(
            new NeuronLayer(Tensor.From(first), Tensor.From([.. lines.SelectMany(axis => axis).Select(line => -line)]), u => u.Step()),
            new NeuronLayer(Tensor.From(second), Tensor.Full([Tiles], 0.5 - Inputs, DType.Float64), u => u.Step()),
            new NeuronLayer(Tensor.From(values, new Shape(1, Tiles)), Tensor.Zeros([1], DType.Float64)));
    }

    /// <summary>Its size.</summary>
    public override string ToString() => $"{Tiles:N0} tiles in {Inputs} dimension{(Inputs == 1 ? string.Empty : "s")}: {UnitCount:N0} units with shared lines, {UnsharedUnitCount:N0} without";

    private int[] Place(int tile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tile);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tile, Tiles);
        int[] place = new int[lines.Length];
        for (int axis = lines.Length - 1; axis >= 0; axis--)
        {
            (tile, place[axis]) = Math.DivRem(tile, lines[axis].Length - 1);
        }

        return place;
    }

    // For each axis the units of the first layer that stand for a tile's lower and upper line.
    private IEnumerable<(int Lower, int Upper)> Senders(int tile)
    {
        int[] place = Place(tile);
        int start = 0;
        for (int axis = 0; axis < lines.Length; axis++)
        {
            yield return (start + place[axis], start + place[axis] + 1);
            start += lines[axis].Length;
        }
    }
}
