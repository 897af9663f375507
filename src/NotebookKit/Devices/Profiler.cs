using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using NotebookKit.Kernels;

namespace NotebookKit.Devices;

/// <summary>Notes how long each kernel took, how often it ran, how much it computed and how much room its results took.</summary>
internal sealed class Profiler : OperationWatch
{
    private readonly ConcurrentDictionary<Device, WatchedDevice> devices = new();
    private readonly Dictionary<string, ProfiledOperation> found = [];
    private readonly Lock gate = new();

    private static readonly Lazy<HashSet<string>> AllNames = new(() =>
    [
        .. KernelsOf(typeof(Device)), .. KernelsOf(typeof(RecurrentKernels)),
        .. typeof(Profiler).Assembly.GetTypes().Where(type => type.IsValueType && type.GetInterfaces().Any(one => one == typeof(IUnaryFormula) || one == typeof(IBinaryFormula) || one == typeof(IWholeFormula) || one == typeof(IComparison))).Select(type => type.Name),
    ]);

    // What a thread is doing belongs to that thread: kernels of several flows may run at once.
    [ThreadStatic]
    private static int depth;

    [ThreadStatic]
    private static long waitingBytes;

    /// <summary>What its names may be: the kernels of a device, of recurrent networks, and the formulas that go over tensors number by number.</summary>
    public static IReadOnlySet<string> Names => AllNames.Value;

    /// <summary>What ran, the slowest first.</summary>
    public IReadOnlyList<ProfiledOperation> Operations
    {
        get
        {
            lock (gate)
            {
                return [.. found.Values.OrderByDescending(operation => operation.Time).ThenBy(operation => operation.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Begins a kernel; disposing the result ends it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="flops">How many operations on floats it is.</param>
    public Running Step(string name, double flops) => new(this, name, flops);

    /// <summary>Notes room that was made for the result of the next kernel, or inside the running one.</summary>
    public static void Allocated(long bytes) => waitingBytes += bytes;

    /// <inheritdoc/>
    protected override Device Around(Device device) => devices.GetOrAdd(device, static (inner, self) => new WatchedDevice(inner, self), this);

    private static IEnumerable<string> KernelsOf(Type device) => device
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(method => method.IsVirtual).Select(method => method.Name);

    private void Add(string name, TimeSpan time, double flops, long bytes)
    {
        lock (gate)
        {
            found[name] = found.GetValueOrDefault(name) is { } before
                ? before with { Calls = before.Calls + 1, Time = before.Time + time, Flops = before.Flops + flops, Bytes = before.Bytes + bytes }
                : new ProfiledOperation(name, 1, time, flops, bytes);
        }
    }

    /// <summary>A kernel that runs.</summary>
    public readonly ref struct Running
    {
        private readonly Profiler owner;
        private readonly string name;
        private readonly double flops;
        private readonly long start;

        /// <summary>Starts its clock.</summary>
        public Running(Profiler owner, string name, double flops)
        {
            this.owner = owner;
            this.name = name;
            this.flops = flops;
            depth++;
            start = Stopwatch.GetTimestamp();
        }

        /// <summary>Stops its clock; a kernel inside another one is part of that.</summary>
        public void Dispose()
        {
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            if (--depth == 0)
            {
                long bytes = waitingBytes;
                waitingBytes = 0;
                owner.Add(name, time, flops, bytes);
            }
        }
    }
}
