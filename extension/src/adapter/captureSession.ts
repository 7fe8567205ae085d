import { type Capture, type Frame } from '@stillframe/protocol';
import { baseName, timeText, visibleText } from '@stillframe/protocol/reading';
import {
  DebugSession,
  InitializedEvent,
  OutputEvent,
  StoppedEvent,
  TerminatedEvent,
  ThreadEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { createCaptureVariables, type CaptureVariables } from './captureVariables.ts';
import { completionsIn } from './completions.ts';
import { evaluateCaptured } from './evaluate/evaluateCaptured.ts';
import type { Launch } from './readLaunch.ts';

/** One thread is enough: it stands where the process was at the hit. */
const threadId = 1;
/** References of one stop; a capture is bounded far below it. */
const handlesPerStop = 1_000_000;
/** Frames of different stops must not share ids either: clients keep scopes by them. */
const framesPerStop = 1_000;

export type CaptureSessionOptions = {
  /** Checks the launch arguments and fetches the captures; rejects with a message for the person. */
  readonly launch: (args: unknown) => Promise<Launch>;
};

/**
 * Captures as a debug session: a stopped thread with the stack and the variables of a hit. Step Over goes to the next
 * hit, Step Back to the previous one, Continue ends. Nothing runs, so nothing can be changed.
 */
export class CaptureSession extends DebugSession {
  readonly #launch: CaptureSessionOptions['launch'];
  #given: Launch | undefined;
  #at = 0;
  #stops = 0;
  #variables: CaptureVariables | undefined;

  constructor({ launch }: CaptureSessionOptions) {
    super();
    this.#launch = launch;
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsEvaluateForHovers: true,
      supportsClipboardContext: true,
      supportsCompletionsRequest: true,
      supportsStepBack: true,
      supportsDelayedStackTraceLoading: true,
      supportTerminateDebuggee: false,
    };
    this.sendResponse(response);
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: DebugProtocol.LaunchRequestArguments,
  ): void {
    this.#launch(args).then(
      (given) => {
        this.#given = given;
        this.#at = given.startAt;
        this.sendResponse(response);
        this.sendEvent(new InitializedEvent());
      },
      (error: unknown) => this.#refuse(response, error instanceof Error ? error.message : String(error)),
    );
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.sendEvent(new ThreadEvent('started', threadId));
    this.#stop();
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: this.#capture === undefined ? [] : [{ id: threadId, name: this.#describeHit() }] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    const frames = this.#capture?.frames ?? [];
    const end = levels === undefined || levels === 0 ? undefined : startFrame + levels;
    const wanted = frames.slice(startFrame, end).map((frame, offset) => this.#stackFrame(frame, startFrame + offset));
    Promise.all(wanted).then(
      (stackFrames) => {
        response.body = { totalFrames: frames.length, stackFrames };
        this.sendResponse(response);
      },
      (error: unknown) => this.#refuse(response, error instanceof Error ? error.message : String(error)),
    );
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
    response.body = { scopes: this.#variables?.scopes(this.#frameIndex(args.frameId)) ?? [] };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    response.body = { variables: this.#variables?.variables(args) ?? [] };
    this.sendResponse(response);
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId, context }: DebugProtocol.EvaluateArguments,
  ): void {
    const frame = this.#capture?.frames[frameId === undefined ? 0 : this.#frameIndex(frameId)];
    if (frame === undefined || this.#variables === undefined)
      return this.#refuse(response, 'There is no captured frame here.');
    const result = evaluateCaptured(expression, frame, this.#variables.objects);
    if (!result.ok) return this.#refuse(response, result.error.message);
    const { value, ...rest } = this.#variables.shown(result.value, `(${expression})`);
    const isWhole = context === 'clipboard' && result.value.t === 'string';
    response.body = { result: isWhole && result.value.t === 'string' ? result.value.v : value, ...rest };
    return this.sendResponse(response);
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, column, frameId }: DebugProtocol.CompletionsArguments,
  ): void {
    const frame = this.#capture?.frames[frameId === undefined ? 0 : this.#frameIndex(frameId)];
    const objects = this.#variables?.objects;
    const targets =
      frame === undefined || objects === undefined ? [] : completionsIn(text.slice(0, column - 1), frame, objects);
    response.body = { targets };
    this.sendResponse(response);
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.sendResponse(response);
    this.#moveTo(this.#at + 1, 'This is the newest captured hit.');
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.sendResponse(response);
    this.#moveTo(this.#at + 1, 'This is the newest captured hit.');
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.sendResponse(response);
    this.#moveTo(this.#at + 1, 'This is the newest captured hit.');
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.sendResponse(response);
    this.#moveTo(this.#at - 1, 'This is the oldest captured hit.');
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.sendResponse(response);
    this.#moveTo(0, 'This is the oldest captured hit.');
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    response.body = { allThreadsContinued: true };
    this.sendResponse(response);
    this.#end();
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendResponse(response);
  }

  /** The service goes on untouched: breakpoints set meanwhile belong to real debug sessions. */
  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const message = 'A capture has already happened; place a Stillframe snapshot to see another line.';
    response.body = { breakpoints: (args.breakpoints ?? []).map(({ line }) => ({ verified: false, line, message })) };
    this.sendResponse(response);
  }

  get #capture(): Capture | undefined {
    return this.#given?.captures[this.#at];
  }

  #moveTo(index: number, atTheEnd: string): void {
    const captures = this.#given?.captures ?? [];
    const to = Math.min(captures.length - 1, Math.max(0, index));
    if (to === this.#at) this.sendEvent(new OutputEvent(`${atTheEnd}\n`, 'console'));
    this.#at = to;
    // In a turn of its own: VS Code clears the old stop when it has the answer, and would clear a new one with it.
    setImmediate(() => this.#stop());
  }

  #stop(): void {
    const capture = this.#capture;
    if (capture === undefined) return this.#end();
    this.#stops += 1;
    this.#variables = createCaptureVariables(capture, this.#stops * handlesPerStop);
    const description = this.#describeHit();
    // Never `step`: VS Code hides the description of those, and it says which hit this is.
    const event: DebugProtocol.StoppedEvent = new StoppedEvent('breakpoint', threadId);
    // The process itself goes on; only this thread of ours stands still.
    event.body = { ...event.body, description, text: description, allThreadsStopped: false };
    for (const note of capture.notes) this.sendEvent(new OutputEvent(`${visibleText(note)}\n`, 'console'));
    return this.sendEvent(event);
  }

  #describeHit(): string {
    const capture = this.#capture;
    if (capture === undefined) return 'no capture';
    const count = this.#given?.captures.length ?? 0;
    const place = count > 1 ? `, ${this.#at + 1} of ${count}` : '';
    return `hit ${capture.hit} at ${timeText(capture.atMs, Date.now())}${place}`;
  }

  async #stackFrame(frame: Frame, index: number): Promise<DebugProtocol.StackFrame> {
    // Another stop may come while the path is looked up; the id belongs to this one.
    const id = this.#stops * framesPerStop + index;
    const path = frame.origin === 'node' ? undefined : await this.#given?.resolvePath(frame.file);
    const name = visibleText(frame.name) || '(anonymous)';
    const isForeign = frame.origin !== 'app';
    return {
      id,
      name: frame.isAsync === true ? `await ${name}` : name,
      line: frame.line1,
      column: frame.column1,
      source: {
        name: visibleText(baseName(frame.file)),
        ...(path === undefined ? {} : { path }),
        origin: path === undefined ? visibleText(frame.file) : undefined,
        presentationHint: isForeign || path === undefined ? 'deemphasize' : 'normal',
      },
      presentationHint: isForeign ? 'subtle' : 'normal',
    };
  }

  #frameIndex(frameId: number): number {
    return frameId - this.#stops * framesPerStop;
  }

  #end(): void {
    this.sendEvent(new ThreadEvent('exited', threadId));
    this.sendEvent(new TerminatedEvent());
  }

  #refuse(response: DebugProtocol.Response, message: string): void {
    // A variable, so that braces in the text are not taken for placeholders.
    // A hover or a watch that has no answer says so in its place; only a launch that fails needs a notification.
    const showUser = response.command === 'launch';
    this.sendErrorResponse(response, { id: 1, format: '{message}', variables: { message }, showUser });
  }
}
