import '@angular/compiler';
import { Component, CUSTOM_ELEMENTS_SCHEMA, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'x402pay/elements/define';
import { nodeUrl } from '../settings.js';

@Component({
  selector: '#app',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <x402-paywall
      [src]="'/paid/' + part()"
      [nodeUrl]="nodeUrl"
      [texts]="{ title: 'Part ' + part() }"
      (x402-paid)="payer.set($event.payer)"
    >
      <p>The beginning is free.</p>
    </x402-paywall>
    <button id="next" type="button" (click)="part.set(part() + 1)">Next part</button>
    <output>{{ payer() ? 'Paid by ' + payer() : '' }}</output>
  `,
})
class Article {
  readonly nodeUrl = nodeUrl;
  readonly part = signal(1);
  readonly payer = signal('');
}

await bootstrapApplication(Article, { providers: [provideZonelessChangeDetection()] });
