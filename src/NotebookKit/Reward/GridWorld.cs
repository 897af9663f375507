using NotebookKit.Charts;

namespace NotebookKit.Reward;

/// <summary>A map of squares to walk on: up, right, down, left, one square a step, and each step costs a little.</summary>
/// <remarks>
/// The map is drawn with letters: <c>S</c> start, <c>G</c> goal (reward 1, the end), <c>X</c> pit (reward -1, the end), <c>#</c> wall, <c>.</c> floor.
/// Who walks into a wall or off the map stays. With a probability the ground is slippery, and one goes to the left or to the right of where one wanted.
/// A state is the number of its square, row by row; as a row of numbers it is 1 in that square and 0 elsewhere.
/// </remarks>
public sealed class GridWorld : IEnvironment
{
    private const int Longest = 200;

    private static readonly (int Down, int Across)[] Ways = [(-1, 0), (0, 1), (1, 0), (0, -1)];

    private readonly string[] map;
    private Rng? rng;
    private int steps;

    /// <summary>Draws a world.</summary>
    /// <param name="map">Its rows.</param>
    /// <param name="slip">The probability to slip.</param>
    /// <param name="stepReward">The reward of a step that ends nowhere special.</param>
    /// <exception cref="ArgumentException">Rows differ in length, a letter is unknown, or there is no start or no goal.</exception>
    public GridWorld(IReadOnlyList<string> map, double slip = 0, double stepReward = -0.04)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfNegative(slip);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slip, 1);
        this.map = [.. map];
        string squares = string.Concat(map);
        if (map.Count == 0 || map.Any(row => row.Length != map[0].Length) || squares.Any(letter => !"SGX#.".Contains(letter)) || squares.Count(letter => letter == 'S') != 1 || !squares.Contains('G'))
        {
            throw new ArgumentException($"GridWorld: a map has rows of one length out of S (once), G, X, # and ., with a goal; this is\n{string.Join('\n', map)}", nameof(map));
        }

        Start = squares.IndexOf('S', StringComparison.Ordinal);
        World = new MarkovDecisions([.. squares.Select((_, square) => Choices(square, slip, stepReward))]);
    }

    /// <summary>The map of the course: twelve squares, a wall, a goal and a pit (Russell and Norvig's).</summary>
    public static GridWorld Small(double slip = 0.2) => new(["...G", ".#.X", "S..."], slip);

    /// <summary>All that can happen in it.</summary>
    public MarkovDecisions World { get; }

    /// <summary>Rows of the map.</summary>
    public int Rows => map.Length;

    /// <summary>Columns of the map.</summary>
    public int Columns => map[0].Length;

    /// <summary>The number of the first square.</summary>
    public int Start { get; }

    /// <summary>The square that one stands on.</summary>
    public int Square { get; private set; }

    /// <inheritdoc/>
    public int StateSize => Rows * Columns;

    /// <inheritdoc/>
    public IReadOnlyList<string> Actions { get; } = ["up", "right", "down", "left"];

    /// <inheritdoc/>
    public float[] Reset(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        (this.rng, Square, steps) = (rng, Start, 0);
        return State(Square);
    }

    /// <inheritdoc/>
    public Outcome Step(int action)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(action);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(action, Ways.Length);
        if (rng is null || World.IsTerminal(Square))
        {
            throw new InvalidOperationException("GridWorld: the episode has not begun or is over; call Reset first.");
        }

        IReadOnlyList<Chance> chances = World.Chances(Square, action);
        Chance came = chances[rng.Pick([.. chances.Select(chance => chance.Probability)])];
        (Square, steps) = (came.Next, steps + 1);
        bool end = World.IsTerminal(Square);
        return new(State(Square), came.Reward, end, !end && steps >= Longest);
    }

    /// <summary>A square as a network sees it: 1 at its place, 0 elsewhere.</summary>
    public float[] State(int square)
    {
        float[] state = new float[StateSize];
        state[square] = 1;
        return state;
    }

    /// <summary>The map with values as colours and numbers, and an arrow for what a policy does.</summary>
    /// <param name="values">The worth of every square.</param>
    /// <param name="policy">The action in every square; none when null.</param>
    /// <param name="title">Stands above.</param>
    public Figure Draw(IReadOnlyList<double> values, IReadOnlyList<int>? policy = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        const string Arrows = "\u2191\u2192\u2193\u2190";
        string Text(int square) => map[square / Columns][square % Columns] switch
        {
            '#' => "",
            'G' => "goal",
            'X' => "pit",
            _ => FormattableString.Invariant($"{values[square]:F2}") + (policy is null ? "" : $" {Arrows[policy[square]]}"),
        };
        double[,] colours = new double[Rows, Columns];
        string[] words = new string[StateSize];
        for (int square = 0; square < StateSize; square++)
        {
            char letter = map[square / Columns][square % Columns];
            colours[square / Columns, square % Columns] = letter switch { '#' => double.NaN, 'G' => 1, 'X' => -1, _ => values[square] };
            words[square] = Text(square);
        }

        return new Figure(new HeatMap(Tensor.From(colours)) { Scale = ColorScale.Diverging, Min = -1, Max = 1, ColorBar = false, Words = words }) { Title = title };
    }

    /// <summary>The map.</summary>
    public override string ToString() => string.Join('\n', map);

    private IReadOnlyList<IReadOnlyList<Chance>> Choices(int square, double slip, double stepReward)
    {
        if ("GX#".Contains(map[square / Columns][square % Columns], StringComparison.Ordinal))
        {
            return [];
        }

        return [.. Enumerable.Range(0, Ways.Length).Select(action =>
        {
            (int Way, double Probability)[] ways = slip == 0 ? [(action, 1)] : [(action, 1 - slip), ((action + 1) % 4, slip / 2), ((action + 3) % 4, slip / 2)];
            return (IReadOnlyList<Chance>)[.. ways.Where(way => way.Probability > 0).Select(way =>
            {
                int next = Move(square, way.Way);
                double reward = map[next / Columns][next % Columns] switch { 'G' => 1, 'X' => -1, _ => stepReward };
                return new Chance(way.Probability, next, reward);
            })];
        })];
    }

    private int Move(int square, int way)
    {
        (int row, int column) = ((square / Columns) + Ways[way].Down, (square % Columns) + Ways[way].Across);
        return row < 0 || row >= Rows || column < 0 || column >= Columns || map[row][column] == '#' ? square : (row * Columns) + column;
    }
}
