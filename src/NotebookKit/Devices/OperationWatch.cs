using NotebookKit.Gradients;
using NotebookKit.Memory;

namespace NotebookKit.Devices;

/// <summary>Somebody who looks on while operations run in one flow of control: a profiler, or who draws their graph.</summary>
/// <remarks>
/// While nobody looks on anywhere, a tensor pays for this with one test of a static number. A tensor never keeps the
/// watched form of its device, so nothing remains when the watch ends.
/// </remarks>
internal abstract class OperationWatch
{
    private static int open;

    /// <summary>Whether anybody looks on, in any flow of control.</summary>
    public static bool IsOn => open != 0;

    /// <summary>The device as this flow of control is to see it.</summary>
    public static Device Seen(Device device) => AmbientState.Current.Watch?.Around(device) ?? device;

    /// <summary>The device behind a watched one.</summary>
    public static Device Plain(Device device) => device is WatchedDevice watched ? watched.Inner : device;

    /// <summary>Tells whoever looks on that a result has a history.</summary>
    public static void Note(Tensor result, GradientNode node) => AmbientState.Current.Watch?.Made(result, node);

    /// <summary>Looks on until the result is disposed.</summary>
    public IDisposable Start() => new Watch(this);

    /// <summary>The device to use instead of one.</summary>
    protected virtual Device Around(Device device) => device;

    /// <summary>A result was tied to the operation that made it.</summary>
    protected virtual void Made(Tensor result, GradientNode node)
    {
    }

    private sealed class Watch : IDisposable
    {
        private readonly AmbientState.Restore restore;
        private int ended;

        public Watch(OperationWatch watch)
        {
            Interlocked.Increment(ref open);
            restore = AmbientState.Enter(AmbientState.Current with { Watch = watch });
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                restore.Dispose();
                Interlocked.Decrement(ref open);
            }
        }
    }
}
