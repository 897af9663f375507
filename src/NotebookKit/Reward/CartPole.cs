namespace NotebookKit.Reward;

/// <summary>A pole on a cart: push left or right, and keep it from falling. 1 for every step that it stands, 500 at most.</summary>
/// <remarks>
/// State: place x (m), speed, angle (rad, 0 is upright), angular speed. With force F of 10 N, cart 1 kg, pole 0.1 kg and half length l = 0.5 m:
/// <code>
/// t  = (F + 0.05 w^2 sin a) / 1.1
/// a'' = (9.8 sin a - t cos a) / (l (4/3 - 0.1 cos^2 a / 1.1))
/// x'' = t - 0.05 a'' cos a / 1.1
/// </code>
/// and Euler steps of 0.02 s. It is over when |a| passes 12 degrees or |x| 2.4 m. Barto, Sutton and Anderson 1983.
/// </remarks>
public sealed class CartPole : IEnvironment
{
    /// <summary>The steps after which an episode is cut off, and so the most that can be earned.</summary>
    public const int Longest = 500;

    private const double Gravity = 9.8, PoleMass = 0.1, Mass = 1.1, HalfLength = 0.5, Force = 10, Seconds = 0.02;
    private const double Furthest = 2.4, Steepest = 12 * Math.PI / 180;

    private double x, speed, angle, turning;
    private int steps = -1;

    /// <inheritdoc/>
    public int StateSize => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> Actions { get; } = ["push left", "push right"];

    /// <summary>Begins with all four numbers between -0.05 and 0.05.</summary>
    /// <inheritdoc/>
    public float[] Reset(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        double Small() => (rng.NextDouble() - 0.5) / 10;
        (x, speed, angle, turning, steps) = (Small(), Small(), Small(), Small(), 0);
        return State();
    }

    /// <summary>Begins at a state of one's own.</summary>
    /// <param name="place">x, in metres.</param>
    /// <param name="velocity">Metres a second.</param>
    /// <param name="tilt">The angle in rad, to the right.</param>
    /// <param name="spin">Rad a second.</param>
    public float[] Reset(double place, double velocity, double tilt, double spin)
    {
        (x, speed, angle, turning, steps) = (place, velocity, tilt, spin, 0);
        return State();
    }

    /// <inheritdoc/>
    public Outcome Step(int action)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(action);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(action, 1);
        if (steps < 0)
        {
            throw new InvalidOperationException("CartPole: the episode has not begun or is over; call Reset first.");
        }

        (double sine, double cosine) = Math.SinCos(angle);
        double push = ((action == 1 ? Force : -Force) + (PoleMass * HalfLength * turning * turning * sine)) / Mass;
        double bend = ((Gravity * sine) - (cosine * push)) / (HalfLength * ((4.0 / 3) - (PoleMass * cosine * cosine / Mass)));
        double rush = push - (PoleMass * HalfLength * bend * cosine / Mass);
        (x, speed, angle, turning) = (x + (Seconds * speed), speed + (Seconds * rush), angle + (Seconds * turning), turning + (Seconds * bend));
        steps++;
        bool fell = Math.Abs(x) > Furthest || Math.Abs(angle) > Steepest, late = !fell && steps >= Longest;
        steps = fell || late ? -1 : steps;
        return new(State(), 1, fell, late);
    }

    /// <summary>The state, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"cart at {x:F3} m with {speed:F3} m/s, pole at {angle * 180 / Math.PI:F2} degrees with {turning:F3} rad/s{(steps < 0 ? ", not running" : $", step {steps}")}");

    private float[] State() => [(float)x, (float)speed, (float)angle, (float)turning];
}
